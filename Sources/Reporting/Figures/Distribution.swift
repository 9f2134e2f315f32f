/// How often which size occurs.
package struct Distribution: Sendable, Hashable {
    private static let size = (width: 360.0, height: 180.0)
    private static let margin = (side: 12.0, top: 18.0, bottom: 24.0)
    private static let mostBuckets = 12

    package var caption: String
    package var tint: Tint
    /// Numbers, in any order.
    package var values: [Double]
    /// Stands behind numbers, such as ` ms`.
    package var unit: String

    package init(_ caption: String, _ tint: Tint, values: [Double], unit: String) {
        self.caption = caption
        self.tint = tint
        self.values = values.filter { abs($0) < 1e12 }
        self.unit = unit
    }

    var markup: Markup {
        guard let buckets = Buckets(values, atMost: Self.mostBuckets) else { return .none }
        let room = (Self.size.width - 2 * Self.margin.side) / Double(buckets.counts.count)
        let bottom = Self.size.height - Self.margin.bottom
        let scale = (bottom - Self.margin.top) / Double(max(buckets.counts.max() ?? 1, 1))
        let bars = buckets.counts.enumerated().map { index, count -> Markup in
            let x = Self.margin.side + Double(index) * room
            let height = Double(count) * scale
            let number: Markup =
                count > 0
                ? "<text x=\"\(x + room / 2)\" y=\"\(bottom - height - 4)\" text-anchor=\"middle\">\(count)</text>\n"
                : .none
            let hint = "\(buckets.name(of: index))\(unit): \(count)"
            return """
                <rect x="\(x + 1)" y="\(bottom - height)" width="\(max(room - 2, 1))" height="\(height)" \
                fill="\(tint.color)"><title>\(hint)</title></rect>
                \(number)
                """
        }
        // Every mark would run into the next one.
        let step = max(1, buckets.counts.count / 4)
        let marks = stride(from: 0, through: buckets.counts.count, by: step).map { index -> Markup in
            let anchor: Markup = index == 0 ? "start" : index == buckets.counts.count ? "end" : "middle"
            return """
                <text x="\(Self.margin.side + Double(index) * room)" y="\(bottom + 16)" text-anchor="\(anchor)">\
                \(buckets.edge(index))\(index == 0 ? unit : "")</text>

                """
        }
        let axis: Markup =
            "<path class=\"axis\" d=\"M\(Self.margin.side) \(bottom)H\(Self.size.width - Self.margin.side)\"/>\n"
        return Figure.frame(
            "\(caption); \(values.count) values",
            width: Self.size.width,
            height: Self.size.height,
            legend: [],
            bars + [axis] + marks
        )
    }
}

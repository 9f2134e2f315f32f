/// Bars beside one another, each of several parts.
package struct BarChart: Sendable, Hashable {
    package struct Series: Sendable, Hashable {
        package var name: String
        package var tint: Tint

        package init(_ name: String, _ tint: Tint) {
            self.name = name
            self.tint = tint
        }
    }

    package struct Row: Sendable, Hashable {
        package var label: String
        /// One for each series, not negative.
        package var values: [Int]

        package init(_ label: String, _ values: [Int]) {
            self.label = label
            self.values = values
        }
    }

    private static let width = 360.0
    private static let labelWidth = 112.0
    private static let numberWidth = 44.0
    private static let rowHeight = 22.0
    private static let longestLabel = 18
    /// What has more rows is no figure any more.
    private static let mostRows = 40

    package var caption: String
    package var series: [Series]
    package var rows: [Row]

    package init(_ caption: String, series: [Series], rows: [Row]) {
        self.caption = caption
        self.series = series
        self.rows = rows
    }

    var markup: Markup {
        let shown = rows.prefix(Self.mostRows)
        let longest = max(shown.map(\.total).max() ?? 0, 1)
        let used = series.indices.filter { index in shown.contains { $0.values[index] > 0 } }
        let rest = rows.count - shown.count
        return Figure.frame(
            rest > 0 ? "\(caption); \(rest) more in the list" : caption,
            width: Self.width,
            height: Double(shown.count) * Self.rowHeight + 4,
            legend: used.map { (series[$0].tint, series[$0].name) },
            shown.enumerated().map { drawing(of: $1, y: Double($0) * Self.rowHeight + 2, longest: longest) }
        )
    }

    private func drawing(of row: Row, y: Double, longest: Int) -> Markup {
        let scale = (Self.width - Self.labelWidth - Self.numberWidth) / Double(longest)
        var start = Self.labelWidth
        let parts = series.indices.compactMap { index -> Markup? in
            let width = Double(row.values[index]) * scale
            defer { start += width }
            guard width > 0 else { return nil }
            let hint = "\(series[index].name): \(row.values[index])"
            return """
                <rect x="\(start)" y="\(y + 3)" width="\(max(width, 0.5))" height="\(Self.rowHeight - 6)" \
                fill="\(series[index].tint.color)"><title>\(hint)</title></rect>

                """
        }
        let baseline = y + Self.rowHeight / 2 + 4
        return """
            <text x="\(Self.labelWidth - 6)" y="\(baseline)" text-anchor="end">\
            \(row.label.shortened(to: Self.longestLabel))<title>\(row.label)</title></text>
            \(parts)<text x="\(start + 5)" y="\(baseline)">\(row.total)</text>

            """
    }
}

extension BarChart.Row {
    fileprivate var total: Int { values.reduce(0, +) }
}

/// Numbers over time, each as it was until the next one.
package struct LineChart: Sendable, Hashable {
    package struct Point: Sendable, Hashable {
        /// Seconds since 1970.
        package var time: Double
        package var value: Int

        package init(time: Double, value: Int) {
            self.time = time
            self.value = value
        }
    }

    package struct Series: Sendable, Hashable {
        package var name: String
        package var tint: Tint
        /// In the order of time.
        package var points: [Point]

        package init(_ name: String, _ tint: Tint, points: [Point]) {
            self.name = name
            self.tint = tint
            self.points = points
        }
    }

    private static let size = (width: 360.0, height: 200.0)
    private static let margin = (left: 40.0, right: 12.0, top: 10.0, bottom: 24.0)
    /// More points than pixels show nothing more.
    private static let mostPoints = 720

    package var caption: String
    package var series: [Series]

    package init(_ caption: String, series: [Series]) {
        self.caption = caption
        self.series = series
    }

    var markup: Markup {
        let times = series.flatMap(\.points).map(\.time)
        guard let first = times.min(), let last = times.max() else { return .none }
        let highest = max(series.flatMap(\.points).map(\.value).max() ?? 0, 1)
        let drawn = series.filter { !$0.points.isEmpty }
        return Figure.frame(
            caption,
            width: Self.size.width,
            height: Self.size.height,
            legend: drawn.map { ($0.tint, $0.name) },
            [axes(from: first, to: last, highest: highest)]
                + drawn.map { line(of: $0, from: first, to: last, highest: highest) }
        )
    }

    private func axes(from first: Double, to last: Double, highest: Int) -> Markup {
        let bottom = Self.size.height - Self.margin.bottom
        let right = Self.size.width - Self.margin.right
        let levels = highest > 1 ? [0, highest / 2, highest] : [0, highest]
        let grid = levels.map { level -> Markup in
            let y = height(of: level, highest: highest)
            return """
                <path class="axis" d="M\(Self.margin.left) \(y)H\(right)"/>
                <text x="\(Self.margin.left - 5)" y="\(y + 4)" text-anchor="end">\(level)</text>

                """
        }
        return """
            \(grid)<text x="\(Self.margin.left)" y="\(bottom + 16)">\(TimeWords.brief(first, comparedWith: last))</text>
            <text x="\(right)" y="\(bottom + 16)" text-anchor="end">\(TimeWords.brief(last, comparedWith: first))</text>

            """
    }

    private func line(of series: Series, from first: Double, to last: Double, highest: Int) -> Markup {
        let width = Self.size.width - Self.margin.left - Self.margin.right
        let x = { (time: Double) in Self.margin.left + (time - first) / max(last - first, 1) * width }
        let step = max(1, series.points.count / Self.mostPoints)
        let points = series.points.enumerated().filter { $0.offset % step == 0 || $0.offset == series.points.count - 1 }
        let path = points.map { index, point -> Markup in
            let y = height(of: point.value, highest: highest)
            return index == 0 ? "M\(x(point.time)) \(y)" : "H\(x(point.time))V\(y)"
        }
        return """
            <path d="\(path)H\(Self.size.width - Self.margin.right)" fill="none" stroke="\(series.tint.color)" stroke-width="2" \
            stroke-linejoin="round"><title>\(series.name)</title></path>

            """
    }

    private func height(of value: Int, highest: Int) -> Double {
        let room = Self.size.height - Self.margin.top - Self.margin.bottom
        return Self.size.height - Self.margin.bottom - Double(value) / Double(highest) * room
    }
}

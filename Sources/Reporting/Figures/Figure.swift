/// What a page shows of a list at a glance. All that it shows stands in the list, too.
package enum Figure: Sendable, Hashable {
    case bars(BarChart)
    case lines(LineChart)
    case distribution(Distribution)
    case map(IslandMap)

    var markup: Markup {
        switch self {
        case .bars(let chart): chart.markup
        case .lines(let chart): chart.markup
        case .distribution(let distribution): distribution.markup
        case .map(let map): map.markup
        }
    }

    /// A figure with its caption and legend.
    ///
    /// - Parameters:
    ///   - drawing: elements of SVG.
    ///   - width: of the drawing; in pixels where the screen is narrow, so that its text stays readable.
    ///   - isBroad: whether it needs the page's whole width.
    static func frame(
        _ caption: String,
        width: Double,
        height: Double,
        legend: [(tint: Tint, name: String)],
        isBroad: Bool = false,
        _ drawing: [Markup]
    ) -> Markup {
        let items = legend.map { entry -> Markup in "<li>\(entry.tint.sign)\(entry.name)</li>" }
        let list: Markup = legend.isEmpty ? .none : "<ul class=\"legend\">\(items)</ul>\n"
        let style: Markup = isBroad ? " class=\"broad\"" : .none
        return """
            <figure\(style)>
            <svg viewBox="0 0 \(width) \(height)" role="img" aria-label="\(caption)">
            \(drawing)</svg>
            \(list)<figcaption>\(caption)</figcaption>
            </figure>

            """
    }
}

extension String {
    /// At most so many characters; the last one shows that there were more.
    func shortened(to count: Int) -> String {
        self.count > count ? prefix(count - 1) + "…" : self
    }
}

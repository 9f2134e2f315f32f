/// What a page shows of a list at a glance.
///
/// All that it shows stands in the list, too.
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

    /// A figure of one drawing, elements of SVG, with the meaning of its colours.
    ///
    /// Width and height are pixels where the screen is narrow, so that its text stays readable.
    static func frame(
        _ caption: String,
        width: Double,
        height: Double,
        legend: [(tint: Tint, name: String)],
        _ drawing: [Markup]
    ) -> Markup {
        let items = legend.map { entry -> Markup in "<li>\(entry.tint.swatch)\(entry.name)</li>" }
        return """
            <figure>
            \(picture(caption, width: width, height: height, drawing))\(list(items))<figcaption>\(caption)</figcaption>
            </figure>

            """
    }

    static func picture(_ name: String, width: Double, height: Double, _ drawing: [Markup]) -> Markup {
        """
        <svg viewBox="0 0 \(width) \(height)" role="img" aria-label="\(name)">
        \(drawing)</svg>

        """
    }

    static func list(_ items: [Markup]) -> Markup {
        items.isEmpty ? .none : "<ul class=\"legend\">\(items)</ul>\n"
    }
}

extension String {
    /// At most so many characters; the last one shows that there were more.
    func shortened(to count: Int) -> String {
        self.count > count ? prefix(count - 1) + "…" : self
    }
}

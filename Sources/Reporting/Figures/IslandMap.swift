/// Who is linked with whom: a mark for each node, with lines between those that hear one another.
package struct IslandMap: Sendable, Hashable {
    package struct Place: Sendable, Hashable {
        /// For people.
        package var name: String
        package var tint: Tint
        /// Whether it has a tunnel of its own, or carries others: it is drawn larger.
        package var isUplink: Bool

        package init(_ name: String, _ tint: Tint, isUplink: Bool) {
            self.name = name
            self.tint = tint
            self.isUplink = isUplink
        }
    }

    /// Nodes that are connected without a gateway.
    package struct Island: Sendable, Hashable {
        package var places: [Place]
        /// Pairs of indices of `places`.
        package var links: [Pair]

        package init(places: [Place], links: [Pair]) {
            self.places = places
            self.links = links
        }
    }

    package struct Pair: Sendable, Hashable {
        package var one: Int
        package var other: Int

        package init(_ one: Int, _ other: Int) {
            self.one = one
            self.other = other
        }
    }

    /// Islands under one name, such as a domain's.
    package struct Group: Sendable, Hashable {
        package var name: String
        package var islands: [Island]

        package init(_ name: String, islands: [Island]) {
            self.name = name
            self.islands = islands
        }
    }

    /// More marks than that are no map any more.
    private static let mostPlaces = 5000

    package var caption: String
    package var groups: [Group]
    /// The names of what the map shows.
    package var legend: [BarChart.Series]

    package init(_ caption: String, groups: [Group], legend: [BarChart.Series]) {
        self.caption = caption
        self.groups = groups
        self.legend = legend
    }

    var markup: Markup {
        let (shown, rest) = bounded
        let pictures = shown.filter { !$0.islands.isEmpty }.map(Self.picture)
        guard !pictures.isEmpty else { return .none }
        let tints = Set(shown.flatMap(\.islands).flatMap(\.places).map(\.tint))
        let items = legend.filter { tints.contains($0.tint) }.map { entry -> Markup in
            "<li>\(entry.tint.sign)\(entry.name)</li>"
        }
        let caption = rest > 0 ? "\(caption) \(rest) nodes of the smallest islands are left out." : caption
        return """
            <figure class="broad">
            <div class="maps">
            \(pictures)</div>
            \(Figure.list(items))<figcaption>\(caption)</figcaption>
            </figure>

            """
    }

    /// A picture for each group, with its name in the page's own text, which no screen makes smaller.
    private static func picture(of group: Group) -> Markup {
        let count = group.islands.reduce(0) { $0 + $1.places.count }
        let layouts = group.islands.map(IslandLayout.init)
        let width = max(IslandPacking.width(forPlaces: count), layouts.map(\.width).max() ?? 0)
        let packing = IslandPacking(layouts, width: width)
        let drawing = zip(group.islands, zip(layouts, packing.corners)).map { island, place in
            Self.drawing(of: island, place.0, x: place.1.x, y: place.1.y)
        }
        // A small mesh isn't blown up to fill a large screen.
        return """
            <div class="map" style="width: \(width * 1.3)px">
            <p>\(group.name)</p>
            \(Figure.picture("\(group.name): \(count) nodes", width: width, height: packing.height, drawing))</div>

            """
    }

    /// The largest islands first, and as many as a page can show; with the number of nodes left out.
    private var bounded: (groups: [Group], rest: Int) {
        var room = Self.mostPlaces
        var rest = 0
        let groups = groups.map { group in
            var islands = group.islands.enumerated().sorted {
                ($1.element.places.count, $0.offset) < ($0.element.places.count, $1.offset)
            }.map(\.element)
            islands.removeAll { island in
                guard island.places.count <= room else {
                    rest += island.places.count
                    return true
                }
                room -= island.places.count
                return false
            }
            return Group(group.name, islands: islands)
        }
        return (groups, rest)
    }

    private static func drawing(of island: Island, _ layout: IslandLayout, x: Double, y: Double) -> Markup {
        let spots = layout.spots.map { (x: $0.x + x, y: $0.y + y) }
        let lines = layout.links.map { pair -> Markup in
            "M\(spots[pair.one].x) \(spots[pair.one].y)L\(spots[pair.other].x) \(spots[pair.other].y)"
        }
        let links: Markup = lines.isEmpty ? .none : "<path class=\"link\" fill=\"none\" d=\"\(lines)\"/>\n"
        let marks = zip(island.places, spots).map { place, spot -> Markup in
            let scale: Markup = place.isUplink ? "" : " scale(.75)"
            return """
                <g transform="translate(\(spot.x) \(spot.y))\(scale)">\(place.tint.mark)<title>\(place.name)</title></g>

                """
        }
        return "\(links)\(marks)"
    }
}

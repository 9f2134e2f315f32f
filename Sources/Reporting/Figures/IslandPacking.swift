/// Islands on shelves, the highest first.
struct IslandPacking {
    /// By island, its upper left corner.
    let corners: [IslandLayout.Spot]
    private(set) var height = 0.0

    /// How wide a map of so many nodes is.
    static func width(forPlaces count: Int) -> Double {
        max((Double(count) * 900).squareRoot(), 160)
    }

    init(_ layouts: [IslandLayout], width: Double) {
        let order = layouts.indices.sorted { (layouts[$1].height, $0) < (layouts[$0].height, $1) }
        var corners = Array(repeating: IslandLayout.Spot(x: 0, y: 0), count: layouts.count)
        var x = 0.0
        var shelf = (top: 0.0, height: 0.0)
        for index in order {
            let layout = layouts[index]
            if x > 0, x + layout.width > width {
                shelf = (shelf.top + shelf.height, 0)
                x = 0
            }
            corners[index] = IslandLayout.Spot(x: x, y: shelf.top)
            x += layout.width
            shelf.height = max(shelf.height, layout.height)
        }
        self.corners = corners
        height = shelf.top + shelf.height
    }
}

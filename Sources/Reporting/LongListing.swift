import FleetModel

/// A list of some of very many things: as JSON the cores choose and write them together, and each part goes out as soon as
/// it is its turn.
package struct LongListing<Thing: Sendable>: Sendable {
    package typealias Chosen = LazyFilterSequence<ArraySlice<Thing>>

    /// Things that a core goes through at once.
    private static var partSize: Int { 256 }

    private let things: [Thing]
    private let isChosen: @Sendable (Thing) -> Bool
    private let listing: @Sendable (Chosen) -> Listing

    package init(
        _ things: [Thing],
        where isChosen: @escaping @Sendable (Thing) -> Bool = { _ in true },
        _ listing: @escaping @Sendable (Chosen) -> Listing
    ) {
        self.things = things
        self.isChosen = isChosen
        self.listing = listing
    }

    /// The same text as the listing of all that are chosen.
    package func write(as format: OutputFormat, style: TextStyle, to output: (String) -> Void) {
        guard format == .json, things.count > Self.partSize else {
            return output(listing(chosen(things.indices)).text(as: format, style: style))
        }
        var isFirst = true
        func take(_ part: String) {
            guard !part.isEmpty else { return }
            output(isFirst ? "[" + part.dropFirst() : part)
            isFirst = false
        }
        var parts = AheadQueue<String>()
        for start in stride(from: 0, to: things.count, by: Self.partSize) {
            let part = start..<min(start + Self.partSize, things.count)
            if let text = parts.begin({ listing(chosen(part)).jsonPart }) { take(text) }
        }
        while let text = parts.next() { take(text) }
        output(isFirst ? Listing.emptyJSON : Listing.jsonEnd)
    }

    private func chosen(_ part: Range<Int>) -> Chosen { things[part].lazy.filter(isChosen) }
}

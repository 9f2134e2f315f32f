import FleetModel

/// A list of very many things: as JSON the cores write it together, and each part goes out as soon as it is its turn.
package struct LongListing<Thing: Sendable>: Sendable {
    /// Things that a core lists at once.
    private static var partSize: Int { 256 }
    /// Parts that are begun before the first of them has gone out.
    private static var partsAhead: Int { 16 }

    private let things: [Thing]
    private let listing: @Sendable (ArraySlice<Thing>) -> Listing

    package init(_ things: [Thing], _ listing: @escaping @Sendable (ArraySlice<Thing>) -> Listing) {
        self.things = things
        self.listing = listing
    }

    /// The same text as the listing of all.
    package func write(as format: OutputFormat, style: TextStyle, to output: (String) -> Void) {
        guard format == .json, things.count > Self.partSize else {
            return output(listing(things[...]).text(as: format, style: style))
        }
        var ahead: [Ahead<String>] = []
        for start in stride(from: 0, to: things.count, by: Self.partSize) {
            let part = things[start..<min(start + Self.partSize, things.count)]
            ahead.append(Ahead { listing(part).jsonPart(isFirst: start == 0) })
            if ahead.count == Self.partsAhead { output(ahead.removeFirst().value) }
        }
        for part in ahead { output(part.value) }
        output(Listing.jsonEnd)
    }
}

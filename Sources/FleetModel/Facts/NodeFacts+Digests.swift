extension [NodeFacts] {
    /// Facts that a core goes through at once.
    private static var partSize: Int { 1024 }

    /// The digest of each.
    package var digests: [Int64] {
        var digests: [Int64] = []
        digests.reserveCapacity(count)
        var parts = AheadQueue<[Int64]>()
        for start in stride(from: 0, to: count, by: Self.partSize) {
            let part = self[start..<Swift.min(start + Self.partSize, count)]
            if let some = parts.begin({ part.map(\.digest) }) { digests += some }
        }
        while let some = parts.next() { digests += some }
        return digests
    }
}

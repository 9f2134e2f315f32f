import FleetModel

/// A source that tells a lot less than it did: it may be cut, or of a network in trouble.
package struct Shrinkage: Sendable, Hashable, CustomStringConvertible {
    /// Of which a source may lose this many percent.
    private static let tolerance = 20

    /// `nodes`.
    package var kind: String
    package var before: Int
    package var now: Int

    /// Nil if it is within bounds.
    init?(from before: SourceFacts.Counts, to now: SourceFacts.Counts) {
        let kinds = [
            ("nodes", before.nodes, now.nodes), ("gateways", before.gateways, now.gateways),
            ("domains", before.domains, now.domains), ("keys", before.peers, now.peers),
        ]
        guard let (kind, before, now) = kinds.first(where: { $2 * 100 < $1 * (100 - Self.tolerance) }) else {
            return nil
        }
        self.kind = kind
        self.before = before
        self.now = now
    }

    package var description: String {
        "tells of \(now) \(kind), \(before) before; nothing was stored, as it may be cut: --accept-shrink takes it"
    }
}

import FoundationEssentials

/// What a worker did and refused since its start.
package struct WorkerCounters: Sendable, Hashable, Codable {
    /// Peers that it put into the kernel, with route and FDB entry.
    package var added = 0
    /// Peers that it took out again.
    package var removed = 0
    /// Peers, routes or FDB entries that were missing and that it put back.
    package var repaired = 0
    /// Payloads that are no key.
    package var malformed = 0
    /// Retained keys, which it doesn't take.
    package var retained = 0
    /// The gateway's own key.
    package var refusedOwn = 0
    /// Keys of gateways: of a unit, or of any worker's `data`.
    package var refusedGateway = 0
    /// Keys whose link-local address another peer or gateway has.
    package var refusedCollision = 0
    /// Keys above the number of peers that it may have.
    package var refusedFull = 0
    /// Changes that the kernel refused.
    package var failed = 0

    package init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
        case added, removed, repaired, malformed, retained, failed
        case refusedOwn = "refused_own"
        case refusedGateway = "refused_gateway"
        case refusedCollision = "refused_collision"
        case refusedFull = "refused_full"
    }

    /// Names, as JSON and metrics have them, with values.
    package var all: [(name: String, value: Int)] {
        [
            ("added", added), ("removed", removed), ("repaired", repaired), ("malformed", malformed),
            ("retained", retained), ("refused_own", refusedOwn), ("refused_gateway", refusedGateway),
            ("refused_collision", refusedCollision), ("refused_full", refusedFull), ("failed", failed),
        ]
    }

    /// The payload of `umstieg/worker/<worker>/counters`.
    package var json: String { JSONText.object(all.map { ($0.name, String($0.value)) }) }

    /// Reads a payload that came from outside.
    ///
    /// - Throws: `PayloadError`.
    package init(payload: [UInt8]) throws(PayloadError) {
        self = try PayloadError.decoding(payload, limit: 4096)
    }
}

import FoundationEssentials

/// What brokers tell each other of a registered key.
package struct KnownKey: Sendable, Hashable, Codable {
    /// Seconds since 1970 of the first and the last registration.
    package var firstSeen: Int
    package var lastSeen: Int
    /// The gateway that the last registration was given, if one was chosen.
    package var worker: String?

    package init(firstSeen: Int, lastSeen: Int, worker: String?) {
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.worker = worker
    }

    enum CodingKeys: String, CodingKey {
        case firstSeen = "first_seen"
        case lastSeen = "last_seen"
        case worker
    }

    /// The payload of `umstieg/key/…`.
    package var json: String {
        JSONText.object(
            [("first_seen", String(firstSeen)), ("last_seen", String(lastSeen))]
                + (worker.map { [("worker", JSONText.string($0))] } ?? [])
        )
    }

    /// Reads a payload that came from outside.
    ///
    /// - Throws: `PayloadError`.
    package init(payload: [UInt8]) throws(PayloadError) {
        self = try PayloadError.decoding(payload, limit: 1024)
    }
}

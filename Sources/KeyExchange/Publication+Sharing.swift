package import FleetModel

/// What umstieg's own programs share.
extension Publication {
    /// A key that was registered, for the other brokers.
    package static func knownKey(_ known: KnownKey, key: WireGuardKey, domain: String) -> Publication {
        Publication(
            topic: .knownKey(domain: domain, key: key),
            payload: known.json,
            isRetained: true,
            isAcknowledged: true
        )
    }

    /// Takes a known key's retained message away.
    package static func forgottenKey(_ key: WireGuardKey, domain: String) -> Publication {
        Publication(topic: .knownKey(domain: domain, key: key), payload: "", isRetained: true, isAcknowledged: true)
    }

    /// The keys whose handshakes a worker has seen lately, one a line.
    package static func living(_ keys: some Sequence<WireGuardKey>, domain: String, worker: String) -> Publication {
        Publication(
            topic: .living(domain: domain, worker: worker),
            payload: keys.map(\.base64).joined(separator: "\n"),
            isRetained: true,
            isAcknowledged: true
        )
    }

    /// What a worker did and refused since its start.
    package static func counters(_ counters: WorkerCounters, worker: String) -> Publication {
        Publication(
            topic: .counters(worker: worker),
            payload: counters.json,
            isRetained: true,
            isAcknowledged: false
        )
    }
}

extension ExchangeTopic {
    /// What a worker listens to in one domain, or in all of them: keys for all, keys for itself, and who the other gateways
    /// are.
    ///
    /// - Parameters:
    ///   - worker: its name.
    ///   - domain: a code, or `+` for all domains.
    /// - Returns: topic filters.
    package static func workerFilters(worker: String, domain: String) -> [String] {
        [
            key(domain: domain, target: all).name, key(domain: domain, target: worker).name,
            "wireguard-worker/+/\(domain)/data",
        ]
    }

    /// What is said of a worker: its status, and its peers in each domain.
    package static func workerFilters(worker: String) -> [String] {
        [status(worker: worker).name, connectedPeers(domain: "+", worker: worker).name]
    }

    /// What a broker listens to, whatever its domains.
    package static let brokerFilters = [
        "wireguard-metrics/+/+/connected_peers", "wireguard-worker/+/status", "wireguard-worker/+/+/data",
        "umstieg/key/+/+", "umstieg/living/+/+", "umstieg/worker/+/counters",
    ]
}

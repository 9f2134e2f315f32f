extension ExchangeTopic {
    /// What a worker listens to in one domain: keys for all, keys for itself, and who the other gateways are.
    package static func workerFilters(worker: String, domain: String) -> [String] {
        [
            key(domain: domain, target: all).name, key(domain: domain, target: worker).name,
            "wireguard-worker/+/\(domain)/data",
        ]
    }

    /// What a broker listens to, whatever its domains.
    package static let brokerFilters = [
        "wireguard-metrics/+/+/connected_peers", "wireguard-worker/+/status", "wireguard-worker/+/+/data",
        "umstieg/key/+/+", "umstieg/living/+/+", "umstieg/worker/+/counters",
    ]
}

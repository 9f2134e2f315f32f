package import FleetModel

extension BrokerState {
    /// Takes what the disk holds.
    package mutating func restore(_ stored: [(domain: String, key: WireGuardKey, history: KeyHistory)], now: Int) {
        for entry in stored {
            var history = entry.history
            // Written under a clock that was wrong.
            history.lastSeen = min(history.lastSeen, now)
            history.lastAlive = history.lastAlive.map { min($0, now) }
            change(entry.domain) { $0.keep(entry.key, history) }
        }
    }

    /// The keys that a gateway of this domain has to know, the latest first.
    package func livingKeys(of domain: String, now: Int) -> [WireGuardKey] {
        guard let state = domains[domain] else { return [] }
        let gateways = Set(state.gateways.values.compactMap(\.linkLocal))
        let living = state.keys.filter { isLiving($0.value, now: now) && !state.preloaded.contains($0.key) }
            .sorted { ($1.value.lastSign, $0.key.base64) < ($0.value.lastSign, $1.key.base64) }.map(\.key)
        return (state.preloaded.sorted { $0.base64 < $1.base64 } + living).filter { key in
            access.permits(key) && !gatewayKeySet.contains(key) && !gateways.contains(state.linkLocal(of: key))
        }
    }

    /// The domains in which a worker has an interface.
    package func domains(of worker: String) -> [String] {
        domains.filter { $0.value.gateways[worker]?.isUp ?? false }.keys.sorted()
    }

    /// Keys whose last sign is too old.
    mutating func sweep(now: Int) -> [BrokerEffect] {
        var effects: [BrokerEffect] = []
        for (domain, state) in domains {
            for (key, history) in state.keys where !isLiving(history, now: now) {
                effects += forget(key, in: domain)
            }
        }
        return effects
    }

    /// Lets the most silent keys of a domain go when there are too many.
    ///
    /// First those that no worker ever had a handshake with, so that a flood of made-up keys pushes out itself. More
    /// go than there must, since to find them takes a look at all.
    mutating func makeRoom(in domain: String) -> [BrokerEffect] {
        guard let keys = domains[domain]?.keys, keys.count > keysPerDomain else { return [] }
        let excess = keys.count - keysPerDomain + keysPerDomain / 100
        // Only numbers are sorted: under a flood this is done again and again.
        let silent = keys.indices.map { (keys.values[$0].lastAlive ?? 0, keys.values[$0].lastSeen, $0) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
        return silent.prefix(excess).flatMap { forget(keys[$0.2].key, in: domain) }
    }

    private mutating func forget(_ key: WireGuardKey, in domain: String) -> [BrokerEffect] {
        change(domain) { $0.forget(key) }
        return [.erase(domain: domain, key: key), .unshare(domain: domain, key: key)]
    }

    /// What is known of a domain's keys, which the MQTT server holds, too.
    package func known(in domain: String) -> [WireGuardKey: KeyHistory] { domains[domain]?.keys ?? [:] }

    /// All known keys.
    var names: Set<KeyDatabase.Name> {
        Set(domains.flatMap { domain, state in state.keys.keys.map { KeyDatabase.Name(domain: domain, key: $0) } })
    }
}

import FleetModel
import KeyExchange

extension BrokerState {
    /// How much later than the other brokers this one may see a key's last sign, in seconds.
    private static let slack = 3600

    /// Takes a message.
    ///
    /// - Parameters:
    ///   - news: what was heard.
    ///   - isRetained: whether it was said before this broker listened.
    ///   - now: seconds since 1970.
    /// - Returns: what follows from it.
    /// - Throws: `PayloadError` if it can't be true.
    mutating func take(_ news: BrokerNews, isRetained: Bool, now: Int) throws(PayloadError) -> [BrokerEffect] {
        switch news {
        case .status(let worker, let isOnline):
            return try take(status: isOnline, of: worker, isRetained: isRetained)
        case .peers(let domain, let worker, let count):
            return try change(worker, in: domain) { $0.count(count, isRetained: isRetained, now: now) }
        case .data(let domain, let worker, let data): return try take(data, of: worker, in: domain)
        case .known(let domain, let key, let known):
            guard let known else { return forgotten(key, in: domain, now: now) }
            return try take(KeyHistory(known, now: now), of: key, in: domain, now: now)
        case .living(let domain, let keys):
            // Nobody knows how old a retained list is; the next one comes within minutes.
            return isRetained ? [] : noteAlive(keys, in: domain, now: now)
        case .counters(let worker, let counters):
            try admit(worker)
            self.counters[worker] = counters
            return []
        }
    }

    /// The connection was lost: who comes and goes is no longer heard.
    mutating func loseSight() -> [BrokerEffect] {
        defer { online = [:] }
        return online.keys.sorted().map { .leave(worker: $0) }
    }

    private mutating func take(
        status isOnline: Bool?,
        of worker: String,
        isRetained: Bool
    ) throws(PayloadError) -> [BrokerEffect] {
        let wasOnline = online[worker] == true
        guard let isOnline else {
            online[worker] = nil
            counters[worker] = nil
            return wasOnline ? [.leave(worker: worker)] : []
        }
        try admit(worker)
        online[worker] = isOnline
        // A worker says 1 once it listens. If it says so again, it was away, and may have missed keys.
        if isOnline { return !wasOnline || !isRetained ? [.greet(worker: worker)] : [] }
        return wasOnline ? [.leave(worker: worker)] : []
    }

    private mutating func take(
        _ data: GatewayData?,
        of worker: String,
        in domain: String
    ) throws(PayloadError) -> [BrokerEffect] {
        let name = GatewayName(worker: worker, domain: domain)
        guard data == nil || gatewayKeys[name] != nil || gatewayKeys.count < Self.mostGateways else {
            throw PayloadError("too many gateways")
        }
        if gatewayKeys[name] != data?.publicKey {
            gatewayKeys[name] = data?.publicKey
            gatewayKeySet = Set(gatewayKeys.values)
        }
        return try change(worker, in: domain) { gateway in
            gateway.data = data
            gateway.linkLocal = data.flatMap { LinkLocalAddress($0.linkAddress) }
        }
    }

    /// Changes what is known of a gateway, which gets its keys if it comes up by that.
    private mutating func change(
        _ worker: String,
        in domain: String,
        _ body: (inout GatewayState) -> Void
    ) throws(PayloadError) -> [BrokerEffect] {
        guard let state = domains[domain] else { return [] }
        guard state.gateways[worker] != nil || state.gateways.count < Self.mostWorkers else {
            throw PayloadError("too many workers")
        }
        let hasComeUp = change(domain) { state in
            var gateway = state.takeGateway(worker)
            let wasUp = gateway.isUp
            body(&gateway)
            state.put(gateway, of: worker)
            return gateway.isUp && !wasUp
        }
        return hasComeUp == true && online[worker] == true ? [.greet(worker: worker)] : []
    }

    /// Takes what another broker, or this one before its restart, knows of a key.
    private mutating func take(
        _ history: KeyHistory,
        of key: WireGuardKey,
        in domain: String,
        now: Int
    ) throws(PayloadError) -> [BrokerEffect] {
        guard let state = domains[domain] else { return [] }
        let previous = state.keys[key]
        let merged = previous?.merged(with: history) ?? history
        guard merged != previous else { return [] }
        if let refusal = refusal(of: key, in: domain, now: now) {
            throw PayloadError("known key refused: \(refusal.label)")
        }
        change(domain) { $0.keep(key, merged) }
        return [.store(domain: domain, key: key, merged)] + makeRoom(in: domain)
    }

    /// Another broker let a key go; this one does so, too, unless it knows better.
    private mutating func forgotten(_ key: WireGuardKey, in domain: String, now: Int) -> [BrokerEffect] {
        guard let history = domains[domain]?.keys[key], !isLiving(history, now: now + Self.slack) else { return [] }
        change(domain) { $0.forget(key) }
        return [.erase(domain: domain, key: key)]
    }

    /// Notes handshakes, as finely as it matters for keeping keys: a sign each five minutes would write all keys anew.
    private mutating func noteAlive(_ keys: [WireGuardKey], in domain: String, now: Int) -> [BrokerEffect] {
        let grain = min(3600, keepKeys / 10)
        return keys.compactMap { key in
            guard let history = domains[domain]?.keys[key], now - (history.lastAlive ?? 0) >= grain else { return nil }
            change(domain) { $0.noteAlive(key, at: now) }
            return domains[domain]?.keys[key].map { .store(domain: domain, key: key, $0) }
        }
    }

    private func admit(_ worker: String) throws(PayloadError) {
        let isKnown = online[worker] != nil || counters[worker] != nil
        guard isKnown || max(online.count, counters.count) < Self.mostWorkers else {
            throw PayloadError("too many workers")
        }
    }
}

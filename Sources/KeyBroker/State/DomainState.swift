import FleetModel
import KeyExchange

/// What a broker knows of one domain.
struct DomainState: Sendable {
    let domain: ExchangeDomain
    /// By worker.
    private(set) var gateways: [String: GatewayState] = [:]
    private(set) var keys: [WireGuardKey: KeyHistory] = [:]
    /// Whose link-local address it is.
    private(set) var owners: [LinkLocalAddress: WireGuardKey] = [:]
    /// Keys that are known from the start and stay so.
    private(set) var preloaded: Set<WireGuardKey> = []

    init(_ domain: ExchangeDomain) { self.domain = domain }

    func linkLocal(of key: WireGuardKey) -> LinkLocalAddress { LinkLocalAddress(of: key, in: domain.dialect) }

    /// Puts a key's history in place of what was known of it.
    mutating func keep(_ key: WireGuardKey, _ history: KeyHistory) {
        let previous = keys.updateValue(history, forKey: key)
        owners[linkLocal(of: key)] = key
        if let worker = previous?.worker { gateways[worker]?.noLongerExpect(key) }
        if let worker = history.worker { gateways[worker]?.expect(key, since: history.lastSeen) }
    }

    /// Notes a handshake, which changes no gateway's count.
    mutating func noteAlive(_ key: WireGuardKey, at time: Int) { keys[key]?.lastAlive = time }

    mutating func forget(_ key: WireGuardKey) {
        guard let history = keys.removeValue(forKey: key) else { return }
        if let worker = history.worker { gateways[worker]?.noLongerExpect(key) }
        let address = linkLocal(of: key)
        if owners[address] == key, !preloaded.contains(key) { owners[address] = nil }
    }

    mutating func preload(_ keys: Set<WireGuardKey>) {
        for key in preloaded.subtracting(keys) where self.keys[key] == nil { owners[linkLocal(of: key)] = nil }
        preloaded = keys
        for key in keys { owners[linkLocal(of: key)] = key }
    }

    /// A gateway to change, out of its place so that it isn't copied; a new one expects what was sent to it before.
    mutating func takeGateway(_ worker: String) -> GatewayState {
        if let gateway = gateways.removeValue(forKey: worker) { return gateway }
        var gateway = GatewayState()
        for (key, history) in keys where history.worker == worker { gateway.expect(key, since: history.lastSeen) }
        return gateway
    }

    mutating func put(_ gateway: GatewayState, of worker: String) {
        gateways[worker] = gateway.isKnown ? gateway : nil
    }
}

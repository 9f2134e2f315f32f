import FleetModel
package import KeyExchange

/// What a broker knows, and the decisions that follow from it; knows neither clock nor network.
///
/// Brokers that hear the same retained messages decide the same: counts of peers come from workers, and what was
/// assigned since then from the known keys, which all brokers share.
package struct BrokerState: Sendable {
    /// By code; the configured ones only.
    private(set) var domains: [String: DomainState]
    let weights: [String: Int]
    /// Seconds after its last sign that a key is living.
    let keepKeys: Int
    let keysPerDomain: Int

    /// Whether each worker is there; it counts neither as online nor as offline until it is heard.
    var online: [String: Bool] = [:]
    var counters: [String: WorkerCounters] = [:]
    /// Keys of all gateways, of domains of others, too.
    var gatewayKeys: [GatewayName: WireGuardKey] = [:]
    /// The same, to look them up.
    var gatewayKeySet: Set<WireGuardKey> = []
    /// Which keys may be known.
    var access: AccessLists

    /// More workers than a community has; strangers' topics can't fill the memory.
    static let mostWorkers = 1000
    static let mostGateways = 20_000

    package init(settings: ExchangeSettings, access: AccessLists = AccessLists()) {
        domains = Dictionary(uniqueKeysWithValues: settings.domains.map { ($0.code, DomainState($0)) })
        weights = settings.weights
        keepKeys = Int(settings.broker.keepKeys.components.seconds)
        keysPerDomain = settings.broker.keysPerDomain
        self.access = access
        for (code, keys) in access.preload { domains[code]?.preload(keys) }
    }

    /// A worker's interface in a domain.
    struct GatewayName: Sendable, Hashable {
        var worker: String
        var domain: String
    }

    /// Changes one domain in place; nil if it isn't configured.
    mutating func change<Value>(_ domain: String, _ body: (inout DomainState) -> Value) -> Value? {
        guard let index = domains.index(forKey: domain) else { return nil }
        return body(&domains.values[index])
    }

    func isLiving(_ history: KeyHistory, now: Int) -> Bool { now - history.lastSign < keepKeys }

    /// Whether nodes can be sent to a worker: it is there, and its interface is up.
    func isOnline(_ worker: String, _ gateway: GatewayState) -> Bool {
        online[worker] == true && gateway.peers.map { $0 >= 0 } ?? false
    }

    /// The lists as they were read again.
    package mutating func replaceAccess(_ lists: AccessLists) {
        access = lists
        for code in domains.keys { change(code) { $0.preload(lists.preload[code] ?? []) } }
    }
}

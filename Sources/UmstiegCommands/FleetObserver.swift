import FleetModel
import Mesh
import Planning
import Rollouts
import Transport

/// Looks at the mesh that a rollout changes: its domains, and all others on the same gateways, to compare with.
struct FleetObserver: MeshObserver {
    private let fleet: Fleet
    private let connector: any Connector
    private let exchange: ExchangeProbe?
    private let now: @Sendable () -> Int

    /// - Parameters:
    ///   - plan: the rollout's.
    ///   - connector: the way to devices.
    ///   - exchange: nil where the inventory names no broker.
    ///   - now: seconds since 1970.
    init(_ plan: Plan, connector: any Connector, exchange: ExchangeProbe?, now: @escaping @Sendable () -> Int) {
        let hosts = Set(plan.hosts)
        let scopes = Set(plan.units.map(\.scope))
        var part = plan.fleet
        part.gateways = plan.fleet.gateways.filter { hosts.contains($0.name) || !scopes.isDisjoint(with: $0.domains) }
        let domains = Set(part.gateways.flatMap(\.domains)).union(scopes)
        part.domains = plan.fleet.domains.filter { domains.contains($0.code) }
        part.nodes = plan.fleet.nodes.filter { domains.contains($0.domain) }
        fleet = part
        self.connector = connector
        self.exchange = exchange
        self.now = now
    }

    func observe(nodes: Set<String>, isPinged: Bool, asksExchange: Bool) async -> MeshSnapshot {
        async let said = asksExchange ? exchange?.ask() : nil
        let asked = fleet.nodes.filter { nodes.contains($0.id) }
        let collector = MeshCollector(fleet: fleet, connector: connector, now: now)
        var snapshot = await collector.collect(gateways: fleet.gateways, nodes: asked)
        snapshot.exchange = await said
        if asksExchange, let exchange {
            snapshot.registrations = await exchange.register(OwnKey.all(of: nodes, in: snapshot))
        }
        if isPinged { snapshot.pings = await MeshPinger(fleet: fleet, connector: connector).ping(nodes, in: snapshot) }
        return snapshot
    }

    func measure(_ measuring: Measuring) async -> [ThroughputSeries] {
        let nodes = Set(measuring.nodes)
        let snapshot = await observe(nodes: nodes, isPinged: false, asksExchange: false)
        let meter = ThroughputMeter(
            fleet: fleet,
            connector: connector,
            runs: measuring.runs,
            seconds: measuring.seconds
        )
        return await meter.measure(nodes, in: snapshot)
    }
}

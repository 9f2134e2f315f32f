import FleetModel
import Mesh
import Transport

/// Asks all once, and judges.
struct HealthPoll: Sendable {
    var scope: HealthScope
    var asksNodes: Bool
    var connector: any Connector
    /// Nil where the inventory names no broker.
    var exchange: ExchangeProbe?
    var judge = HealthJudge()
    /// Seconds since 1970.
    var now: @Sendable () -> Int

    func report() async -> HealthReport { scope.limited(judge.judge(await snapshot())) }

    func snapshot() async -> MeshSnapshot {
        async let observation = exchange?.ask()
        let collector = MeshCollector(fleet: scope.fleet, connector: connector, now: now)
        var snapshot = await collector.collect(gateways: scope.gateways, nodes: asksNodes ? scope.nodes : [])
        snapshot.exchange = await observation
        return snapshot
    }
}

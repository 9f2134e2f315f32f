import FleetModel
import Planning
import Rollouts

/// The whole day of one domain with two gateways and two nodes: all open, then the nodes close, then the gateways.
enum ClosingPlan {
    static let north = Fixtures.north
    static let gw1 = Fixtures.gw1
    static let gw2 = Fixtures.gw2
    static let n1 = UnitID(host: "02caffee0001", scope: north)
    static let n2 = UnitID(host: "02caffee0002", scope: north)
    static let closings = [n1, n2, gw1, gw2].map(\.closing)

    /// - Parameters:
    ///   - onFailure: of each phase.
    ///   - hosts: that may fail.
    /// - Returns: a plan in which each device moves alone.
    static func make(onFailure: FailurePolicy = .revertHost, hosts: Int = 9) -> Plan {
        var plan = Fixtures.plan([true, true])
        let opening = plan.phases[0]
        func phase(_ name: String, _ target: Playbook.Target, _ role: TransactionRole, _ units: [UnitID]) -> Plan.Phase
        {
            var phase = opening
            phase.name = name
            phase.playbook.target = target
            phase.playbook.role = role
            phase.preparations = []
            phase.waves = units.map { Plan.Wave(units: [$0], confirms: true) }
            phase.policy.onFailure = onFailure
            return phase
        }
        plan.phases = [
            phase("gateways", .gateway, .opensNew, [gw1, gw2]),
            phase("nodes", .node, .switchesNode, [n1, n2]),
            phase("nodes-close", .node, .closesOld, [n1.closing, n2.closing]),
            phase("gateways-close", .gateway, .closesOld, [gw1.closing, gw2.closing]),
        ]
        plan.budget.hosts = hosts
        return plan
    }

    /// With hosts that may join late.
    static func late() -> Plan {
        var plan = make()
        plan.lateJoining = LateJoining(period: 100_000, shortestPause: 300, longestPause: 3600)
        return plan
    }
}

extension UnitID {
    /// The second transaction of the same device.
    var closing: UnitID { UnitID(host: host, scope: scope, part: .close) }
}

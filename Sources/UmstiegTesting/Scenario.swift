import FleetModel
package import Planning

/// A community of 100 hosts, with policies that differ from number to number.
package enum Scenario {
    /// Numbers from 0 that give different policies.
    package static let varieties = 60

    /// The easiest case is one, too: in one of seven rollouts nothing fails, whatever the variety.
    package static func faultRate(of number: Int, upTo rate: Double) -> Double { number % 7 == 0 ? 0 : rate }

    private static let domainCount = 4
    private static let gate = Gate([GateCondition(.nodesLost(most: 0.02))])
    private static let islandSizes = [6, 5, 4, 3, 2, 2, 1]

    package static func plan(_ variety: Int) -> Plan {
        var gatewayWaves: [Plan.Wave] = []
        var nodes: [UnitID] = []
        var stakes: [UnitID: Stake] = [:]
        for domain in 0..<domainCount {
            let scope = "d\(domain)"
            for gateway in 0..<2 {
                let unit = UnitID(host: "gw\(domain)\(gateway)", scope: scope)
                gatewayWaves.append(Plan.Wave(units: [unit], confirms: gateway == 1))
                stakes[unit] = Stake(clients: 40, island: "\(scope)g", isUplink: false)
            }
            for (island, size) in islandSizes.enumerated() {
                for node in 0..<size {
                    let unit = UnitID(host: "\(scope)i\(island)n\(node)", scope: scope)
                    let number = nodes.count
                    nodes.append(unit)
                    stakes[unit] = Stake(
                        clients: number % 7,
                        island: "\(scope)i\(island)",
                        isUplink: node < max(1, size / 2),
                        isOffline: number % 17 == 3
                    )
                }
            }
        }
        let policies = FailurePolicy.allCases
        return Plan(
            id: "p",
            name: "day",
            fleet: fleet,
            phases: [
                Plan.Phase(
                    name: "gateways",
                    playbook: playbook(.gateway),
                    waves: gatewayWaves,
                    policy: Plan.Policy(
                        confirm: .together,
                        soak: variety % 2 * 60,
                        onFailure: .revertDomain,
                        gate: variety % 4 == 1 ? gate : nil
                    )
                ),
                Plan.Phase(
                    name: "nodes",
                    playbook: playbook(.node),
                    waves: waves(of: nodes, stakes),
                    preparations: [],
                    policy: Plan.Policy(
                        confirm: .each,
                        concurrency: [3, 20, 200][variety % 3],
                        soak: variety % 4 * 300,
                        deadline: variety % 2 == 0 ? DeadlinePolicy(minimum: 60, maximum: 600, factor: 3) : nil,
                        onFailure: policies[variety % policies.count],
                        gate: variety % 4 < 2 ? gate : nil
                    )
                ),
            ],
            budget: FailureBudget(hosts: [0, 2, 5, 20][variety / 5 % 4]),
            approval: ApprovalPolicy.allCases[variety / 3 % 3],
            lateJoining: variety % 3 == 0 ? nil : LateJoining(period: 20_000, shortestPause: 300, longestPause: 3600),
            rehearsesRollback: variety % 5 == 1,
            stakes: stakes
        )
    }

    /// 1, 5 %, 25 %, the rest; never all uplinks of an island at once where there are several.
    private static func waves(of nodes: [UnitID], _ stakes: [UnitID: Stake]) -> [Plan.Wave] {
        var rest = nodes
        var waves: [Plan.Wave] = []
        for size in [1, nodes.count / 20, nodes.count / 4] + Array(repeating: nodes.count, count: 8) where !rest.isEmpty
        {
            var uplinks: Set<String> = []
            var wave: [UnitID] = []
            var later: [UnitID] = []
            for unit in rest {
                let stake = stakes[unit]
                let isFree = stake.map { !$0.isUplink || uplinks.insert($0.island).inserted } ?? true
                if wave.count < size, isFree { wave.append(unit) } else { later.append(unit) }
            }
            rest = later
            waves.append(Plan.Wave(units: wave, confirms: true))
        }
        return waves
    }

    private static let fleet = Fleet(
        community: Community(name: "Test", dialect: .ffmuc, domainPrefixes: []),
        broker: nil,
        ssh: Fleet.SSH(),
        domains: [],
        gateways: [],
        nodes: []
    )

    private static func playbook(_ target: Playbook.Target) -> Playbook {
        Playbook(
            name: "book",
            description: "",
            target: target,
            scope: .domain,
            role: target == .gateway ? .opensNew : .switchesNode,
            deadline: 240,
            revertBound: 120,
            modules: [],
            prepare: [],
            steps: [],
            verify: []
        )
    }
}

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
                        isOffline: number % 17 == 3 && variety % 5 < 3
                    )
                    stakes[closing(unit)] = stakes[unit]
                }
            }
        }
        let policies = FailurePolicy.allCases
        let nodeWaves = waves(of: nodes, stakes)
        let opening = [
            Plan.Phase(
                name: "gateways",
                playbook: playbook(.gateway, .opensNew),
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
                playbook: playbook(.node, .switchesNode),
                waves: nodeWaves,
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
        ]
        let ends = closes(variety) ? closings(variety, nodeWaves, gateways: gatewayWaves.flatMap(\.units)) : []
        return Plan(
            id: "p",
            name: "day",
            fleet: fleet,
            phases: opening + ends,
            budget: FailureBudget(hosts: [0, 2, 5, 20][variety / 5 % 4]),
            approval: ApprovalPolicy.allCases[variety / 3 % 3],
            lateJoining: variety % 3 == 0 ? nil : LateJoining(period: 20_000, shortestPause: 300, longestPause: 3600),
            rehearsesRollback: variety % 5 == 1,
            stakes: stakes
        )
    }

    /// Whether a variety's nodes and gateways give up what they had.
    package static func closes(_ variety: Int) -> Bool { variety % 3 != 1 }

    private static func closing(_ unit: UnitID) -> UnitID { UnitID(host: unit.host, scope: unit.scope, part: .close) }

    private static func closings(_ variety: Int, _ nodeWaves: [Plan.Wave], gateways: [UnitID]) -> [Plan.Phase] {
        let policies = FailurePolicy.allCases
        return [
            Plan.Phase(
                name: "nodes-close",
                playbook: playbook(.node, .closesOld),
                waves: nodeWaves.map { Plan.Wave(units: $0.units.map(closing), confirms: true) },
                preparations: [],
                policy: Plan.Policy(
                    concurrency: [20, 3, 200][variety % 3],
                    soak: variety % 2 * 120,
                    onFailure: policies[variety / 2 % policies.count],
                    gate: variety % 4 == 2 ? gate : nil
                )
            ),
            Plan.Phase(
                name: "gateways-close",
                playbook: playbook(.gateway, .closesOld),
                waves: gateways.map { Plan.Wave(units: [closing($0)], confirms: true) },
                preparations: [],
                policy: Plan.Policy(onFailure: policies[variety / 3 % policies.count])
            ),
        ]
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

    private static func playbook(_ target: Playbook.Target, _ role: TransactionRole) -> Playbook {
        let closesNode = target == .node && role == .closesOld
        return Playbook(
            name: "book",
            description: "",
            target: target,
            scope: .domain,
            role: role,
            deadline: 240,
            revertBound: 120,
            probation: closesNode ? Probation(withoutGateway: 10, settle: 120) : nil,
            modules: [],
            prepare: [],
            steps: [],
            verify: []
        )
    }
}

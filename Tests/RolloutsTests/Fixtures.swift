import FleetModel
import Mesh
import Planning
import Rollouts
import Transactions

/// Two gateways that serve one domain, confirmed together, and what devices say.
enum Fixtures {
    static let north = "ffmuc_muc_nord"
    static let gw1 = UnitID(host: "gw1", scope: north)
    static let gw2 = UnitID(host: "gw2", scope: north)

    static func plan(_ confirmations: [Bool] = [false, true]) -> Plan {
        let units = [gw1, gw2]
        return Plan(
            id: "p1",
            name: "day",
            fleet: Fleet(
                community: Community(name: "Test", dialect: .ffmuc, domainPrefixes: ["ffmuc_"]),
                broker: nil,
                ssh: Fleet.SSH(),
                domains: [],
                gateways: [],
                nodes: []
            ),
            phases: [
                Plan.Phase(
                    name: "gateways",
                    playbook: Playbook(
                        name: "book",
                        description: "",
                        target: .gateway,
                        scope: .domain,
                        role: .opensNew,
                        deadline: 60,
                        revertBound: 30,
                        modules: [],
                        prepare: [],
                        steps: [],
                        verify: []
                    ),
                    waves: zip(units, confirmations).map { Plan.Wave(units: [$0], confirms: $1) },
                    policy: Plan.Policy(confirm: confirmations.allSatisfy(\.self) ? .each : .together)
                )
            ]
        )
    }

    static let baseline = HealthBaseline(takenAt: 0, nodes: [north: ["n1", "n2"]], clients: [north: 3])
    static let gate = Gate([GateCondition(.nodesLost(most: 0.02), within: 60)])

    static func judged(_ outcome: GateVerdict.Outcome) -> OperationResult {
        let line = GateVerdict.Line(
            name: "nodes_lost",
            outcome: outcome,
            value: outcome == .passed ? "2 of 2" : "0 of 2",
            control: nil,
            limit: "at most 2 % gone",
            within: 60,
            message: outcome == .passed ? "" : "2 of 2 nodes are gone"
        )
        return .judged(GateVerdict([line]))
    }

    /// What the best world says to an operation that is about all devices.
    static func fine(_ verb: Operation.Verb) -> OperationResult {
        switch verb {
        case .baseline: .measured(baseline)
        case .gate: judged(.passed)
        case .measure: .gauged([])
        case .check, .prepare, .begin, .apply, .extend, .verify, .watchReturn, .confirm, .observe, .rollback, .drain,
            .undrain:
            .succeeded
        }
    }

    static func report(
        _ unit: UnitID,
        _ state: TransactionState,
        reason: String = "",
        differences: [String] = []
    ) -> OperationResult {
        .reported(
            DeviceReport(
                id: "t",
                scope: unit.scope,
                rollout: "r",
                domain: unit.scope,
                role: .opensNew,
                owner: "tester",
                state: state,
                step: 1,
                stepCount: 1,
                stepName: "step",
                remaining: 50,
                revertBound: 30,
                bootID: "boot",
                fencingToken: 1,
                deviceFencingToken: 1,
                reason: reason,
                differences: differences,
                digests: nil
            )
        )
    }
}

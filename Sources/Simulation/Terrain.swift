package import Planning
import Transactions

/// What a simulated fleet looks like: everything about a plan that stays the same from rollout to rollout.
package struct Terrain: Sendable {
    struct Place: Sendable {
        var unit: UnitID
        var host: Int
        var scope: Int
        var phase: Int
        var isGateway: Bool
        /// Numbers of the other of the host's two transactions in the scope.
        var opening: Int?
        var closing: Int?
        /// Positions of the hosts of which one has to be up for this one to be reached; empty: always reached.
        var uplinks: [Int]
        var isOffline: Bool
        var island: Int?
        var clients: Int
    }

    /// A device in one scope.
    struct Member: Sendable {
        var host: Int
        /// Numbers of its units, where the plan has them.
        var opening: Int?
        var closing: Int?

        var units: [Int] { [opening, closing].compactMap(\.self) }
    }

    /// Those who share a mesh.
    struct Scope: Sendable {
        var name: String
        /// Empty: the plan has none, and those that it hasn't work.
        var gateways: [Member] = []
        var nodes: [Member] = []
    }

    let plan: Plan
    let places: [Place]
    /// By number of the unit.
    let clients: [Int]
    let numbers: [UnitID: Int]
    let scopes: [Scope]
    /// By position of the host.
    let hosts: [String]
    var hostCount: Int { hosts.count }
    /// Positions and unit numbers of the uplinks' hosts, by island.
    let islandUplinks: [[(host: Int, units: [Int])]]
    /// The last phase and its last wave.
    var end: SimulationResult.Place {
        SimulationResult.Place(phase: plan.phases.count - 1, wave: (plan.phases.last?.waves.count ?? 0) - 1)
    }
    /// What devices answer, but for what changes.
    let reports: [DeviceReport]

    package init(_ plan: Plan) {
        self.plan = plan
        var survey = Survey(plan)
        for (phase, unit) in plan.phases.enumerated().flatMap({ phase in phase.element.units.map { (phase.offset, $0) }
        }) {
            survey.add(unit, in: phase)
        }
        places = survey.finishedPlaces()
        clients = places.map(\.clients)
        numbers = survey.numbers
        scopes = survey.scopes
        hosts = survey.hosts
        islandUplinks = survey.islands
        reports = places.map { Self.report($0.unit, plan.phases[$0.phase].playbook) }
    }

    private static func report(_ unit: UnitID, _ playbook: Playbook) -> DeviceReport {
        DeviceReport(
            id: "t",
            scope: unit.scope,
            rollout: "r",
            domain: nil,
            role: playbook.role,
            owner: "",
            state: .armed,
            step: 0,
            stepCount: 1,
            stepName: "",
            remaining: nil,
            revertBound: playbook.revertBound,
            bootID: "",
            fencingToken: 1,
            deviceFencingToken: 1,
            reason: "",
            differences: [],
            digests: nil
        )
    }
}

package import Planning
import Transactions

/// What a simulated fleet looks like: everything about a plan that stays the same from rollout to rollout.
package struct Terrain: Sendable {
    struct Place: Sendable {
        var unit: UnitID
        var host: Int
        var phase: Int
        var isGateway: Bool
        /// Positions of the hosts of which one has to be up for this one to be reached; empty: always reached.
        var uplinks: [Int]
        /// Positions of the domain's gateway hosts in the plan; empty: those that are not in it work.
        var gateways: [Int]
        /// Numbers of the gateway units in the same scope.
        var gatewayUnits: [Int]
        var isOffline: Bool
        var island: Int?
        var clients: Int
    }

    let plan: Plan
    let places: [Place]
    /// By number of the unit.
    let clients: [Int]
    let numbers: [UnitID: Int]
    let hostCount: Int
    /// Numbers of the units that are uplinks, by island.
    let islandUplinks: [[Int]]
    /// The last phase and its last wave.
    var end: SimulationResult.Place {
        SimulationResult.Place(phase: plan.phases.count - 1, wave: (plan.phases.last?.waves.count ?? 0) - 1)
    }
    /// What devices answer, but for what changes.
    let reports: [DeviceReport]

    package init(_ plan: Plan) {
        self.plan = plan
        var hosts: [String: Int] = [:]
        var numbers: [UnitID: Int] = [:]
        var islands: [String: Int] = [:]
        var islandHosts: [[Int]] = []
        var islandUnits: [[Int]] = []
        var gatewayUnits: [String: [Int]] = [:]
        let units = plan.phases.enumerated().flatMap { phase in phase.element.units.map { (phase.offset, $0) } }
        for (number, item) in units.enumerated() {
            let (phase, unit) = item
            numbers[unit] = number
            let host = hosts[unit.host] ?? hosts.count
            hosts[unit.host] = host
            if plan.phases[phase].playbook.target == .gateway {
                gatewayUnits[unit.scope, default: []].append(number)
            } else if let stake = plan.stakes[unit] {
                let island = islands[stake.island] ?? islands.count
                islands[stake.island] = island
                if island == islandHosts.count {
                    islandHosts.append([])
                    islandUnits.append([])
                }
                if stake.isUplink {
                    islandHosts[island].append(host)
                    islandUnits[island].append(number)
                }
            }
        }
        let gatewayHosts = gatewayUnits.mapValues { numbers in numbers.compactMap { hosts[units[$0].1.host] } }
        places = units.map { phase, unit in
            let isGateway = plan.phases[phase].playbook.target == .gateway
            let stake = plan.stakes[unit]
            let island = isGateway ? nil : stake.flatMap { islands[$0.island] }
            let needsOthers = !isGateway && !(stake?.isUplink ?? true)
            return Place(
                unit: unit,
                host: hosts[unit.host] ?? 0,
                phase: phase,
                isGateway: isGateway,
                uplinks: needsOthers ? island.map { islandHosts[$0] } ?? [] : [],
                gateways: isGateway ? [] : gatewayHosts[unit.scope] ?? [],
                gatewayUnits: isGateway ? [] : gatewayUnits[unit.scope] ?? [],
                isOffline: stake?.isOffline ?? false,
                island: stake?.isUplink ?? false ? island : nil,
                clients: stake?.clients ?? 0
            )
        }
        clients = places.map(\.clients)
        self.numbers = numbers
        hostCount = hosts.count
        self.islandUplinks = islandUnits
        reports = units.map { phase, unit in Self.report(unit, plan.phases[phase].playbook) }
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

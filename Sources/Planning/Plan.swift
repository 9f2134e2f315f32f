package import FleetModel

/// What a rollout will do, in its order: made from a rollout file and the fleet, and from nothing else.
package struct Plan: Sendable, Hashable, Codable {
    package struct Phase: Sendable, Hashable, Codable {
        package var name: String
        package var playbook: Playbook
        package var waves: [Wave]
        /// The units on which the playbook's `prepare` is done: those of the waves, and with them all others of their
        /// domains, as each gateway's units name the keys of all.
        package var preparations: [UnitID]

        /// Without `preparations`, the units of the waves are prepared.
        package init(name: String, playbook: Playbook, waves: [Wave], preparations: [UnitID]? = nil) {
            self.name = name
            self.playbook = playbook
            self.waves = waves
            self.preparations = preparations ?? waves.flatMap(\.units)
        }

        package var units: [UnitID] { waves.flatMap(\.units) }
    }

    /// Transactions that run side by side.
    package struct Wave: Sendable, Hashable, Codable {
        package var units: [UnitID]
        /// Whether its end confirms all that is applied and not yet confirmed.
        package var confirms: Bool

        package init(units: [UnitID], confirms: Bool) {
            self.units = units
            self.confirms = confirms
        }
    }

    package var id: String
    package var name: String
    package var fleet: Fleet
    package var phases: [Phase]

    package init(id: String, name: String, fleet: Fleet, phases: [Phase]) {
        self.id = id
        self.name = name
        self.fleet = fleet
        self.phases = phases
    }

    package var units: [UnitID] { phases.flatMap(\.units) }
    /// Each device once, in the order of its first appearance, those that are only prepared last.
    package var hosts: [String] {
        var seen: Set<String> = []
        return (units + phases.flatMap(\.preparations)).map(\.host).filter { seen.insert($0).inserted }
    }

    /// The playbook of a unit, also of one that is only prepared.
    package func playbook(of unit: UnitID) -> Playbook? {
        phases.first { $0.units.contains(unit) || $0.preparations.contains(unit) }?.playbook
    }
}

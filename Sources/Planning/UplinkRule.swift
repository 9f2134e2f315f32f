import FleetModel

/// Never all uplinks of an island in one wave, unless it has but one.
struct UplinkRule: WaveRule {
    private let topology: Topology
    /// By name of an island: uplinks that the wave has.
    private var taken: [String: Int] = [:]

    init(_ topology: Topology) {
        self.topology = topology
    }

    mutating func beginWave() {
        taken = [:]
    }

    mutating func admits(_ unit: UnitID) -> Bool {
        guard topology.isUplink(unit.host), let island = topology.island(of: unit.host), island.uplinks.count > 1 else {
            return true
        }
        let count = taken[island.name, default: 0] + 1
        guard count < island.uplinks.count else { return false }
        taken[island.name] = count
        return true
    }
}

/// What is looked up in a plan's phases for each operation.
///
/// It follows from the phases, so all indices are equal to one another: two plans differ in their phases or not at all.
struct PlanIndex: Sendable {
    /// Of the waves, in their order.
    let units: [UnitID]
    /// Each once, those that are only prepared last.
    let hosts: [String]
    /// By unit, also of those that are only prepared: the first phase's position.
    let phases: [UnitID: Int]

    init(_ phases: [Plan.Phase]) {
        let units = phases.map(\.units)
        self.units = units.flatMap(\.self)
        var seen: Set<String> = []
        hosts = (self.units + phases.flatMap(\.preparations)).map(\.host).filter { seen.insert($0).inserted }
        var positions: [UnitID: Int] = [:]
        for (position, phase) in phases.enumerated() {
            for unit in units[position] + phase.preparations where positions[unit] == nil {
                positions[unit] = position
            }
        }
        self.phases = positions
    }
}

extension PlanIndex: Hashable {
    static func == (one: PlanIndex, other: PlanIndex) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}

import FleetModel

/// What is at stake with each wave of a plan, where nothing is counted twice within one.
package struct WaveStakes: Sendable {
    private let stakes: [UnitID: Stake]
    /// Of all nodes, by id; 0 where nobody counted them.
    private let clients: [String: Int]

    package init(_ plan: Plan) {
        stakes = plan.stakes
        clients = plan.fleet.nodes.reduce(into: [:]) { $0[$1.id] = $1.clients ?? 0 }
    }

    /// Clients of the wave's devices and of those that depend on them.
    package func clients(of wave: Plan.Wave) -> Int {
        let own = wave.units.map { clients[$0.host] ?? stakes[$0]?.clients ?? 0 }
        let others = dependents(of: wave).map { clients[$0] ?? 0 }
        return (own + others).reduce(0) { $0.addingReportingOverflow($1).partialValue }
    }

    /// Ids of nodes that depend on the wave's devices and are none of them.
    package func dependents(of wave: Plan.Wave) -> Set<String> {
        wave.units.reduce(into: Set()) { $0.formUnion(stakes[$1]?.dependents ?? []) }
            .subtracting(wave.units.map(\.host))
    }
}

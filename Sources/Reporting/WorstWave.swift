import Planning

/// The wave of a plan with most clients at stake, and of several such the one with most dependents.
struct WorstWave: Sendable {
    private let phase: String
    /// From 1.
    private let number: Int
    private let size: Int
    private let clients: Int
    private let dependents: Int

    /// - Returns: nil for a plan without waves.
    init?(_ plan: Plan) {
        let stakes = WaveStakes(plan)
        let all = plan.phases.flatMap { phase in
            phase.waves.enumerated().map { WorstWave(phase.name, $0.offset + 1, $0.element, stakes) }
        }
        guard let worst = all.max(by: { ($0.clients, $0.dependents) < ($1.clients, $1.dependents) }) else {
            return nil
        }
        self = worst
    }

    private init(_ phase: String, _ number: Int, _ wave: Plan.Wave, _ stakes: WaveStakes) {
        self.phase = phase
        self.number = number
        size = wave.units.count
        clients = stakes.clients(of: wave)
        dependents = stakes.dependents(of: wave).count
    }

    var value: ReportValue {
        .fields([
            "phase": .text(phase),
            "wave": .number(number),
            "size": .number(size),
            "clients": .number(clients),
            "dependents": .number(dependents),
        ])
    }

    var words: String {
        "phase \(phase), wave \(number): devices \(size), clients \(clients), nodes that depend on it \(dependents)"
    }
}

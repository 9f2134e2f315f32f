import Planning
import Rollouts
import Transactions

/// Counts independently of the machine what it may and may not begin.
struct LimitWatch {
    private let terrain: Terrain
    private var failed: Set<String> = []
    private var confirmed: Set<Int> = []
    /// Failed hosts that a human has seen.
    private var forgiven: Set<String> = []
    private var isOverBudget = false
    /// Units between their begin and their end.
    private var open: OpenUnits
    private var phase = 0
    private var wave = 0
    /// Confirmed units whose gate hasn't opened yet, and which: the phase, and the last wave that is confirmed with them.
    private var unproven: Set<Int> = []
    private var gate: SimulationResult.Place?

    init(_ terrain: Terrain) {
        self.terrain = terrain
        open = OpenUnits(clients: terrain.clients)
    }

    var place: SimulationResult.Place { SimulationResult.Place(phase: phase, wave: wave) }

    /// - Returns: why this wave may not begin now.
    mutating func enter(phase name: String, wave: Int) -> String? {
        self.wave = wave
        guard !unproven.isEmpty, let gate, let phase = terrain.plan.phases.firstIndex(where: { $0.name == name }),
            gate != group(phase, wave)
        else { return nil }
        return "wave \(wave + 1) of \(name) begins before the gate after wave \(gate.wave + 1) has opened"
    }

    private func group(_ phase: Int, _ wave: Int) -> SimulationResult.Place {
        let waves = terrain.plan.phases[phase].waves
        let isTogether = terrain.plan.phases[phase].policy.confirm == .together
        let last = isTogether ? waves[wave...].firstIndex { $0.confirms } ?? waves.count - 1 : wave
        return SimulationResult.Place(phase: phase, wave: last)
    }

    /// Another controller goes on; after a pause a human has seen what failed.
    mutating func resume(isForgiven: Bool) {
        open = OpenUnits(clients: terrain.clients)
        guard isForgiven else { return }
        forgiven.formUnion(failed)
        failed = []
        isOverBudget = false
    }

    /// - Returns: why this may not be begun now.
    mutating func start(_ operation: Operation) -> String? {
        guard let unit = operation.unit, let number = terrain.numbers[unit] else { return nil }
        // What goes back has nothing to prove.
        if operation.verb == .rollback { unproven.remove(number) }
        guard case .begin = operation.verb else { return nil }
        phase = terrain.places[number].phase
        open.insert(number)
        if isOverBudget { return "begins although \(failed.count) hosts have failed" }
        let policy = terrain.plan.phases[phase].policy
        if policy.confirm == .each, open.count > policy.concurrency { return "\(open.count) units are open" }
        return nil
    }

    /// What the mesh says at a gate, whatever the machine makes of it.
    mutating func hear(_ result: OperationResult) {
        if case .judged(let verdict) = result, verdict.outcome == .passed { unproven = [] }
    }

    /// A result that the controller knows.
    mutating func note(_ operation: Operation, _ result: OperationResult) {
        guard let unit = operation.unit, let number = terrain.numbers[unit] else { return }
        switch result {
        case .reported(let report):
            if report.state == .confirmed { confirmed.insert(number) } else { confirmed.remove(number) }
            noteUnproven(number, operation.verb, report.state)
            if report.state.isAtEnd { open.remove(number) }
            if report.state == .revertFailed { fail(unit, number) }
        case .failed:
            if operation.verb == .verify { fail(unit, number) }
        case .unreachable:
            switch operation.verb {
            case .begin, .prepare:
                open.remove(number)
                if !terrain.places[number].isOffline { fail(unit, number) }
            case .observe, .watchReturn:
                open.remove(number)
                // Nobody knows any more whether it is switched: a human has to look at it, and no gate.
                unproven.remove(number)
                // One that was only looked at again needs nothing.
                if !confirmed.contains(number) { fail(unit, number) }
            case .verify:
                fail(unit, number)
            case .check, .baseline, .gate, .measure, .apply, .extend, .confirm, .rollback, .drain, .undrain:
                break
            }
        case .refused:
            if case .begin = operation.verb { open.remove(number) }
            // Fenced off by an emergency: others bring it to an end.
            if operation.verb == .observe || operation.verb == .rollback { open.remove(number) }
        case .succeeded, .prepared, .measured, .judged, .gauged, .unknown:
            break
        }
    }

    private mutating func noteUnproven(_ number: Int, _ verb: Operation.Verb, _ state: TransactionState) {
        guard state == .confirmed else {
            unproven.remove(number)
            return
        }
        guard verb == .confirm, terrain.places[number].phase == phase,
            terrain.plan.phases[phase].policy.gate != nil
        else { return }
        unproven.insert(number)
        gate = group(phase, wave)
    }

    private mutating func fail(_ unit: UnitID, _ number: Int) {
        guard !forgiven.contains(unit.host) else { return }
        failed.insert(unit.host)
        isOverBudget = failed.count > terrain.plan.budget.hosts
    }

    /// Clients of all that is in between now.
    mutating func measure(_ fleet: SimulatedFleet, _ number: Int, _ result: inout SimulationResult) {
        result.worstBlast = max(result.worstBlast, open.clients)
    }
}

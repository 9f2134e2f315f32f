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

    init(_ terrain: Terrain) {
        self.terrain = terrain
        open = OpenUnits(clients: terrain.clients)
    }

    var place: SimulationResult.Place { SimulationResult.Place(phase: phase, wave: wave) }

    mutating func enter(wave: Int) { self.wave = wave }

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
        guard case .begin = operation.verb, let unit = operation.unit, let number = terrain.numbers[unit] else {
            return nil
        }
        phase = terrain.places[number].phase
        open.insert(number)
        if isOverBudget { return "begins although \(failed.count) hosts have failed" }
        let policy = terrain.plan.phases[phase].policy
        if policy.confirm == .each, open.count > policy.concurrency { return "\(open.count) units are open" }
        return nil
    }

    /// A result that the controller knows.
    mutating func note(_ operation: Operation, _ result: OperationResult) {
        guard let unit = operation.unit, let number = terrain.numbers[unit] else { return }
        switch result {
        case .reported(let report):
            if report.state == .confirmed { confirmed.insert(number) } else { confirmed.remove(number) }
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
                // One that was only looked at again needs nothing.
                if !confirmed.contains(number) { fail(unit, number) }
            case .verify:
                fail(unit, number)
            case .check, .apply, .extend, .confirm, .rollback:
                break
            }
        case .refused:
            if case .begin = operation.verb { open.remove(number) }
            if operation.verb == .observe { open.remove(number) }
        case .succeeded, .prepared, .unknown:
            break
        }
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

import Rollouts

/// Goes on with hosts that can't be reached as though they had answered.
struct IgnoresUnreachable: BrokenMachine {
    var machine: RolloutMachine

    init(_ machine: RolloutMachine) { self.machine = machine }

    mutating func handle(_ event: RolloutMachine.Event, at moment: Double) throws -> [RolloutMachine.Action] {
        guard case .completed(let operation, .unreachable) = event else {
            return try machine.handle(event, at: moment)
        }
        switch operation.verb {
        case .check, .verify:
            return try machine.handle(.completed(operation, .succeeded), at: moment)
        case .prepare:
            return try machine.handle(.completed(operation, .prepared(publicKey: nil)), at: moment)
        case .baseline, .gate, .measure, .begin, .apply, .extend, .watchReturn, .confirm, .observe, .rollback, .drain,
            .undrain:
            return try machine.handle(event, at: moment)
        }
    }
}

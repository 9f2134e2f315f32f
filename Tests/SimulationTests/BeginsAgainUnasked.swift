import Planning
import Rollouts

/// After a resume, begins what was under way once more instead of asking the devices.
struct BeginsAgainUnasked: BrokenMachine {
    var machine: RolloutMachine
    /// Begun instead of asked.
    private var instead: Set<Operation> = []

    init(_ machine: RolloutMachine) { self.machine = machine }

    mutating func handle(_ event: RolloutMachine.Event, at moment: Double) throws -> [RolloutMachine.Action] {
        if case .completed(let operation, let result) = event, instead.remove(operation) != nil {
            return try machine.handle(.completed(question(operation), result), at: moment)
        }
        let actions = try machine.handle(event, at: moment)
        guard case .resume = event else { return actions }
        return actions.map { action in
            switch action {
            case .record(.intended(let operation)) where operation.verb == .observe:
                .record(.intended(beginning(operation)))
            case .perform(let operation) where operation.verb == .observe:
                .perform(beginning(operation))
            case .record, .perform, .wake, .finish:
                action
            }
        }
    }

    private mutating func beginning(_ question: Operation) -> Operation {
        let operation = Operation(.begin(deadline: 240), question.unit, attempt: question.attempt)
        instead.insert(operation)
        return operation
    }

    private func question(_ beginning: Operation) -> Operation {
        Operation(.observe, beginning.unit, attempt: beginning.attempt)
    }
}

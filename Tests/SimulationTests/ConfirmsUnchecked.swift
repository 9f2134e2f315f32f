import Rollouts

/// Takes every check for held, without making it.
struct ConfirmsUnchecked: BrokenMachine {
    var machine: RolloutMachine

    init(_ machine: RolloutMachine) { self.machine = machine }

    mutating func handle(_ event: RolloutMachine.Event, at moment: Double) throws -> [RolloutMachine.Action] {
        var actions: [RolloutMachine.Action] = []
        for action in try machine.handle(event, at: moment) {
            if case .perform(let operation) = action, operation.verb == .verify {
                actions += try handle(.completed(operation, .succeeded), at: moment)
            } else {
                actions.append(action)
            }
        }
        return actions
    }
}

import Rollouts

/// Writes down what it does only after it is done.
struct ActsBeforeRecording: BrokenMachine {
    var machine: RolloutMachine

    init(_ machine: RolloutMachine) { self.machine = machine }

    mutating func handle(_ event: RolloutMachine.Event, at moment: Double) throws -> [RolloutMachine.Action] {
        var actions = try machine.handle(event, at: moment)
        for place in actions.indices.dropFirst() {
            if case .perform = actions[place], case .record(.intended) = actions[place - 1] {
                actions.swapAt(place - 1, place)
            }
        }
        return actions
    }
}

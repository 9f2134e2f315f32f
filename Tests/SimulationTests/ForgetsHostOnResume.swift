import Rollouts

/// After a resume, asks all devices but one what has become of them.
struct ForgetsHostOnResume: BrokenMachine {
    var machine: RolloutMachine

    init(_ machine: RolloutMachine) { self.machine = machine }

    mutating func handle(_ event: RolloutMachine.Event, at moment: Double) throws -> [RolloutMachine.Action] {
        let actions = try machine.handle(event, at: moment)
        guard case .resume = event else { return actions }
        let asked = actions.lazy.compactMap { action in
            if case .perform(let operation) = action, operation.verb == .observe { operation } else { nil }
        }
        guard let forgotten = asked.first else { return actions }
        return actions.filter { $0 != .perform(forgotten) && $0 != .record(.intended(forgotten)) }
    }
}

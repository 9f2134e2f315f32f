import Planning
import Rollouts

/// Takes the open back where the close should go first.
struct TakesOpensBackFirst: BrokenMachine {
    var machine: RolloutMachine
    private var meant: [UnitID: Operation] = [:]

    init(_ machine: RolloutMachine) { self.machine = machine }

    mutating func handle(_ event: RolloutMachine.Event, at moment: Double) throws -> [RolloutMachine.Action] {
        var event = event
        if case .completed(let operation, let result) = event, operation.verb == .rollback, let unit = operation.unit,
            let close = meant.removeValue(forKey: unit)
        {
            event = .completed(close, result)
        }
        var actions = try machine.handle(event, at: moment)
        for place in actions.indices {
            guard case .perform(let close) = actions[place], close.verb == .rollback, let opening = close.unit?.opening
            else { continue }
            let open = Operation(.rollback, opening)
            meant[opening] = close
            actions[place] = .perform(open)
            if place > 0 { actions[place - 1] = .record(.intended(open)) }
        }
        return actions
    }
}

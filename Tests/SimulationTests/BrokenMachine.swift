import Planning
import Rollouts
import Simulation

/// A machine that is broken on purpose: the real one behind something that changes what goes in and comes out.
protocol BrokenMachine: RolloutDeciding {
    var machine: RolloutMachine { get set }
    init(_ machine: RolloutMachine)
}

extension BrokenMachine {
    init(plan: Plan) { self.init(RolloutMachine(plan: plan)) }

    init(plan: Plan, journal: [TimedEntry]) throws { self.init(try RolloutMachine(plan: plan, journal: journal)) }

    func state(of unit: UnitID) -> UnitState? { machine.state(of: unit) }

    var isPaused: Bool { machine.isPaused }

    var now: Double { machine.now }
}

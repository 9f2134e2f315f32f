package import Planning
package import Rollouts

/// What a simulation drives: the machine, or in tests one that is broken on purpose.
package protocol RolloutDeciding {
    init(plan: Plan)
    init(plan: Plan, journal: [TimedEntry]) throws
    mutating func handle(_ event: RolloutMachine.Event, at moment: Double) throws -> [RolloutMachine.Action]
    func state(of unit: UnitID) -> UnitState?
    /// Whether a pause is what it stopped for, or will.
    var isPaused: Bool { get }
    /// The time that its entries carry.
    var now: Double { get }
}

extension RolloutMachine: RolloutDeciding {}

import Planning
import Rollouts

/// Closes nodes that never opened.
struct ClosesUnopened: TakesSilenceForSwitched {
    static var part: UnitID.Part? { nil }
    var machine: RolloutMachine

    init(_ machine: RolloutMachine) { self.machine = machine }
}

import Planning
import Rollouts

/// Closes gateways under nodes that never closed.
struct ClosesGatewaysEarly: TakesSilenceForSwitched {
    static var part: UnitID.Part? { .close }
    var machine: RolloutMachine

    init(_ machine: RolloutMachine) { self.machine = machine }
}

import Rollouts
import Transactions

extension SimulatedFleet {
    /// What is wrong with what a rollout that has ended believes of a unit; nil if it is right.
    func complaint(_ number: Int, _ believed: UnitState, _ now: Double) -> String? {
        var unit = units[number]
        unit.settle(now)
        let truth = unit.state?.rawValue ?? "untouched"
        switch believed {
        case .confirmed:
            return unit.isNew ? nil : "is confirmed in the journal, but \(truth) on the device"
        case .reverted, .pending, .prepared, .late, .notBegun:
            return unit.isOld ? nil : "is \(believed.word) in the journal, but \(truth) on the device"
        case .beginning, .armed, .applied, .verified:
            return "is left \(believed.word); on the device it is \(truth)"
        case .revertFailed:
            return unit.state == .revertFailed ? nil : "is revert-failed in the journal, but \(truth) on the device"
        case .unaccounted:
            return nil
        }
    }
}

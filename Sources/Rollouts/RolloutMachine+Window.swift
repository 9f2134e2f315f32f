import Planning

/// The maintenance window, in which alone units begin.
extension RolloutMachine {
    /// Whether a unit may begin now.
    var mayBegin: Bool {
        guard end == nil else { return false }
        guard plan.window != nil else { return true }
        return now + longestTransaction <= windowCloses
    }

    /// When the window opens, unless it is open for long enough for a whole transaction; then nil.
    mutating func nextOpening() -> Double? {
        guard let window = plan.window else { return nil }
        guard let closing = window.closing(after: now) else { return window.nextOpening(after: now) }
        windowCloses = closing
        return now + longestTransaction <= closing ? nil : window.nextOpening(after: closing)
    }

    /// Seconds from `begin` to the latest end of reverting.
    private var longestTransaction: Double { Double(deadline(of: phase) + plan.phases[phase].playbook.revertBound) }
}

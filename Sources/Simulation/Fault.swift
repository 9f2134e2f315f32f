/// Something that goes wrong around one operation of a simulated rollout.
package enum Fault: Sendable, Hashable {
    /// No connection comes about.
    case unreachable
    /// The device does what it is asked, but its answer is lost.
    case replyLost
    case reboot
    /// The device is without power for so many seconds.
    case powerCut(seconds: Double)
    /// The device never comes back.
    case death
    /// Whenever it goes back, something can't be undone.
    case undoFails
    case diskFull
    case stepFails
    /// Everything takes so many times as long.
    case slow(factor: Double)
    /// The broker says yes, and nothing follows from it.
    case withoutEffect
    /// The controller ends at this operation; another one goes on after so many seconds, or never.
    case controllerKilled(KillPoint, resumeAfter: Double?)
    /// The controller's clock is set back by two years.
    case clockSetBack
    case paused
    case aborted

    package enum KillPoint: Sendable, Hashable, CaseIterable {
        case beforeIntent
        case afterIntent
        case afterAction
    }
}

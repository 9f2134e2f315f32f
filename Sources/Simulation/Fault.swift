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
    /// No WireGuard of the unit's domain carries anything for so many seconds.
    case outage(seconds: Double)
    /// Somebody takes the unit's domain back, or that of any other: with the rollout's journal, whose controller writes
    /// nothing more, or from another laptop, beside it.
    case emergency(knowsJournal: Bool)

    package enum KillPoint: Sendable, Hashable, CaseIterable {
        case beforeIntent
        case afterIntent
        case afterAction
    }
}

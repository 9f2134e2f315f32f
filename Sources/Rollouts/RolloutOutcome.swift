/// How a rollout, or the work of one controller on it, ended.
///
/// The raw values stand in the journal.
package enum RolloutOutcome: String, Sendable, Hashable, Codable, CaseIterable {
    case done
    /// Failed before anything was changed.
    case refused
    /// A device couldn't be reached; nothing is changed any more.
    case stoppedByUnreachable = "stopped-by-unreachable"
    case rolledBack = "rolled-back"
    /// Something waits for a human: units that nobody could ask, or a stop in the middle.
    case pending
    /// A human, or the policy, has stopped it for now; each device is confirmed new or verified old.
    case paused
    /// All waves are done; hosts that were offline are left, and tried again by `resume`.
    case parked
    /// Some device differs from its snapshot.
    case undoFailed = "undo-failed"

    package var exitCode: Int32 {
        switch self {
        case .done: 0
        case .refused: 1
        case .stoppedByUnreachable, .rolledBack: 2
        case .pending, .paused, .parked: 3
        case .undoFailed: 4
        }
    }

    /// Whether a controller may go on with it.
    package var isResumable: Bool {
        switch self {
        case .pending, .paused, .parked: true
        case .done, .refused, .stoppedByUnreachable, .rolledBack, .undoFailed: false
        }
    }
}

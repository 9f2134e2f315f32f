/// How a rollout ended.
///
/// The raw values stand in the journal.
package enum RolloutOutcome: String, Sendable, Hashable, Codable {
    case done
    /// Failed before anything was changed.
    case refused
    /// A device couldn't be reached; nothing is changed any more.
    case stoppedByUnreachable = "stopped-by-unreachable"
    case rolledBack = "rolled-back"
    /// Something waits for a human: units that nobody could ask, or a stop in the middle.
    case pending
    /// Some device differs from its snapshot.
    case undoFailed = "undo-failed"

    package var exitCode: Int32 {
        switch self {
        case .done: 0
        case .refused: 1
        case .stoppedByUnreachable, .rolledBack: 2
        case .pending: 3
        case .undoFailed: 4
        }
    }
}

import Rollouts

extension RolloutOutcome {
    /// In a few words.
    var meaning: String {
        switch self {
        case .done: "all is switched"
        case .refused: "nothing was changed"
        case .stoppedByUnreachable: "stopped by unreachable hosts, nothing is changed"
        case .rolledBack: "all is as before"
        case .pending: "a human decides"
        case .paused: "paused by the policy, a human decides"
        case .parked: "waits for hosts that are offline"
        case .undoFailed: "some device differs from its snapshot"
        }
    }
}

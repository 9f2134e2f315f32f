package import Rollouts

extension RolloutOutcome {
    /// Whether a rollout that ended like this may go on: it waits for a human or for devices.
    package var isResumable: Bool { ["pending", "paused", "parked"].contains(rawValue) }
}

package import Rollouts

/// What happened to a rollout since somebody looked, read at one moment.
package struct RolloutNews: Sendable, Hashable {
    /// The entries after those that are known.
    package var entries: [TimedEntry]
    /// nil while it runs, or when its controller died.
    package var outcome: RolloutOutcome?
    /// Whoever has the workspace, this rollout or another.
    package var lock: RolloutLock?
}

package import Rollouts

/// What is known of a rollout, or of a rollback, without reading its journal.
package struct RolloutSummary: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable {
        case rollout
        case rollback
    }

    package var id: String
    /// nil for a rollback.
    package var planID: String?
    package var kind: Kind
    package var name: String
    package var owner: String
    package var fencingToken: Int
    /// Seconds since 1970.
    package var startedAt: Double
    package var endedAt: Double?
    /// nil while it runs, or when its controller died.
    package var outcome: RolloutOutcome?
}

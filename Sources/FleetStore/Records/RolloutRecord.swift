import GRDB
import Rollouts

/// A row of `rollout`.
struct RolloutRecord: StoredRecord {
    static let databaseTableName = "rollout"

    var id: String
    var planId: String?
    var kind: RolloutSummary.Kind
    var name: String
    var owner: String
    var fencingToken: Int
    var startedAt: Double
    var endedAt: Double?
    var outcome: RolloutOutcome?

    var summary: RolloutSummary {
        RolloutSummary(
            id: id,
            planID: planId,
            kind: kind,
            name: name,
            owner: owner,
            fencingToken: fencingToken,
            startedAt: startedAt,
            endedAt: endedAt,
            outcome: outcome
        )
    }
}

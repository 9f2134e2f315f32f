package import Planning
package import Rollouts

/// A rollout, or a rollback, from its first entry to now: what reports on rollouts are made of.
package struct RolloutStory: Sendable {
    package var id: String
    package var name: String
    /// Who began it: `alice@laptop`.
    package var owner: String
    /// Seconds since 1970.
    package var startedAt: Double
    package var endedAt: Double?
    /// nil for a rollback.
    package var plan: Plan?
    package var status: RolloutStatus
    package var journal: [TimedEntry]

    /// - Throws: `RolloutMachine.IllegalEvent` for a journal that no rollout of this plan can have written.
    package init(
        id: String,
        name: String,
        owner: String,
        startedAt: Double,
        endedAt: Double?,
        plan: Plan?,
        journal: [TimedEntry]
    ) throws {
        self.id = id
        self.name = name
        self.owner = owner
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.plan = plan
        self.journal = journal
        status = try RolloutStatus(id: id, plan: plan, journal: journal)
    }

    /// What a device is called.
    func title(of host: String) -> String { status.nodeNames[host] ?? host }
}

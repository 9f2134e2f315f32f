package import Planning

/// What a running rollout tells whoever watches.
package enum RolloutProgress: Sendable {
    case entry(JournalEntry)
    /// A device runs a step of its transaction, numbered from 1.
    case step(UnitID, number: Int, count: Int, name: String)
    /// A gate has looked and looks again: what doesn't hold yet.
    case look(String)
}

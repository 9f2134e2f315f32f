/// One line of a rollout's journal: intent before an operation, its result after.
package enum JournalEntry: Sendable, Hashable, Codable {
    case intended(Operation)
    case observed(Operation, OperationResult)
    /// The rollout turns back; why.
    case turnedBack(reason: String)
    case interrupted
    case finished(RolloutOutcome)
}

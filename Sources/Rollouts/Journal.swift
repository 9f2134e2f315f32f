/// Where the engine writes down what it is about to do and what came of it.
///
/// An entry is durable when `append` returns.
package protocol Journal: Sendable {
    /// - Throws: when the entry isn't durable; the engine then does nothing more, and devices go back by themselves.
    func append(_ entry: JournalEntry, to rollout: String) async throws
    /// The entries of a rollout in their order.
    func entries(of rollout: String) async throws -> [TimedEntry]
}

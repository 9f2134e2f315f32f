/// Where the engine writes down what it is about to do and what came of it.
///
/// An entry is durable when `append` returns.
package protocol Journal: Sendable {
    /// - Parameters:
    ///   - entry: with the time of the event that it belongs to.
    ///   - rollout: its id.
    /// - Throws: when the entry isn't durable; the engine then does nothing more, and devices go back by themselves.
    func append(_ entry: TimedEntry, to rollout: String) async throws
    /// The entries of a rollout in their order.
    func entries(of rollout: String) async throws -> [TimedEntry]
}

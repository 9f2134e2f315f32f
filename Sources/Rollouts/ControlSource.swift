/// Where a running rollout hears what humans want.
package protocol ControlSource: Sendable {
    /// What was said to a rollout after the word with that number; in order, empty most of the time.
    func controls(of rollout: String, after sequence: Int) async throws -> [Control]
}

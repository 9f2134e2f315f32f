import Rollouts

/// A journal that nobody reads.
struct ForgetfulJournal: Journal {
    func append(_ entry: TimedEntry, to rollout: String) async throws {}

    func entries(of rollout: String) async throws -> [TimedEntry] { [] }
}

import ArgumentParser
import FleetStore

/// The rollout that a command is about.
struct RolloutOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Its id; the running one without it.", valueName: "id"))
    var id: String?

    /// - Throws: `StoreError`, or `CommandFailure` when there is no such rollout, or when none runs.
    func rollout(in journal: JournalStore) throws -> RolloutSummary {
        guard let id = try id ?? journal.lock()?.rolloutID else {
            throw CommandFailure(.failed, "no rollout runs; see «umstieg rollout list»")
        }
        guard let rollout = try journal.rollout(id) else {
            throw CommandFailure(.usage, "there is no rollout «\(id)»; see «umstieg rollout list»")
        }
        return rollout
    }
}

import FleetModel
import FleetStore
import Rollouts

/// What a human tells a running rollout from another terminal.
struct SpokenWord {
    var word: ControlWord

    /// Writes it down for the controller.
    ///
    /// - Throws: `StoreError`, or `CommandFailure` when no controller would hear it; nothing is written then.
    func say(to options: RolloutOptions, in journal: JournalStore, on console: Console) throws {
        let rollout = try options.rollout(in: journal)
        let holder = try holder(of: rollout, in: journal)
        _ = try journal.say(word, to: rollout.id, by: FleetSession.owner)
        let told = "told \(rollout.id) to \(word.rawValue); its controller, \(holder), heeds that within a second"
        console.write(told.escapingControls + "\n", to: .output)
    }

    /// Who runs the rollout.
    private func holder(of rollout: RolloutSummary, in journal: JournalStore) throws -> String {
        let id = rollout.id
        guard rollout.kind == .rollout else {
            throw CommandFailure(.failed, "\(id) is a rollback, which heeds no words")
        }
        if let outcome = rollout.outcome, !outcome.isResumable {
            throw CommandFailure(.failed, "\(id) isn't running any more, it is \(outcome.rawValue)")
        }
        let lock = try journal.lock()
        if let lock, lock.rolloutID == id, !lock.isStale { return lock.owner }
        let silence = lock.map { $0.rolloutID == id ? ", \($0.owner) was last heard of \($0.age) ago" : "" } ?? ""
        throw CommandFailure(
            .failed,
            """
            \(id) isn't running\(silence): «umstieg rollout resume \(id)» takes it up, \
            «umstieg rollback --rollout \(id)» takes it back
            """
        )
    }
}

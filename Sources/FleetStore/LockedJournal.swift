import GRDB
package import Rollouts

/// The journal of a rollout that holds the workspace's lock; nothing is written once another has it.
package struct LockedJournal: Journal {
    private let store: JournalStore
    private let rollout: String
    private let fencingToken: Int

    /// - Parameters:
    ///   - store: has given out `rollout`.
    ///   - rollout: as it was started, resumed, or as a rollback has fenced another.
    package init(_ store: JournalStore, rollout: RolloutSummary) {
        self.store = store
        self.rollout = rollout.id
        fencingToken = rollout.fencingToken
    }

    /// Writes an entry, and with `finished` lets go of the lock.
    ///
    /// - Throws: `LockLost` or `StoreError`; nothing is written then.
    package func append(_ entry: TimedEntry, to rollout: String) async throws {
        let time = store.now()
        try store.database.write { db -> Result<Void, LockLost> in
            if let lost = try loss(of: rollout, at: time, in: db) { return .failure(lost) }
            return .success(try JournalStore.insert(entry.entry, to: rollout, at: entry.time, in: db))
        }.get()
    }

    package func entries(of rollout: String) async throws -> [TimedEntry] {
        try store.entries(of: rollout)
    }

    /// Tells everybody that the controller is alive.
    ///
    /// - Throws: `LockLost` or `StoreError`.
    package func heartbeat() throws {
        let time = store.now()
        try store.database.write { db -> Result<Void, LockLost> in
            if let lost = try loss(of: rollout, at: time, in: db) { return .failure(lost) }
            return .success(try db.execute(sql: "UPDATE lock SET heartbeat_at = ?", arguments: [time]))
        }.get()
    }

    /// Lets go of the lock, if it is still this controller's.
    package func release() throws(StoreError) {
        try store.database.write { db in
            try db.execute(
                sql: "DELETE FROM lock WHERE rollout_id = ? AND fencing_token = ?",
                arguments: [rollout, fencingToken]
            )
        }
    }

    /// nil while the lock is this controller's.
    private func loss(of rollout: String, at time: Double, in db: Database) throws -> LockLost? {
        let lock = try store.lock(at: time, in: db)
        if let lock, lock.rolloutID == rollout, lock.fencingToken == fencingToken { return nil }
        return LockLost(rollout: rollout, lock: lock)
    }
}

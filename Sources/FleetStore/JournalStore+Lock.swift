import GRDB
import Planning
package import Rollouts

/// One running rollout per workspace.
extension JournalStore {
    /// Who has the workspace; nil when nobody has.
    package func lock() throws(StoreError) -> RolloutLock? {
        try database.read { db in try lock(at: now(), in: db) }
    }

    /// Takes up a rollout that was paused, that waits, or whose controller died; with the next fencing token.
    ///
    /// It takes the lock by the rules of `start`.
    ///
    /// - Returns: its row as it is now: no outcome, and the new owner.
    /// - Throws: `StoreError`, `LockHeld` or `NotResumable`.
    package func resume(_ id: String, owner: String, takeOver: Bool = false) throws -> RolloutSummary {
        let time = now()
        return try database.write { db -> Result<RolloutSummary, any Error> in
            guard var record = try RolloutRecord.fetchOne(db, key: id) else {
                return .failure(NotResumable(id: id, reason: .unknown))
            }
            guard record.kind == .rollout else { return .failure(NotResumable(id: id, reason: .rollback)) }
            if let outcome = record.outcome, !outcome.isResumable {
                return .failure(NotResumable(id: id, reason: .ended(outcome)))
            }
            if let held = try obstacle(takeOver: takeOver, at: time, in: db) { return .failure(held) }
            record.owner = owner
            record.fencingToken = try Self.nextToken(at: time, in: db)
            record.endedAt = nil
            record.outcome = nil
            try record.update(db)
            try take(for: record, at: time, in: db)
            return .success(record.summary)
        }.get()
    }

    /// Puts a rollback in the place of the rollout that runs, if that has units where the rollback goes.
    ///
    /// The old controller's next write fails then, whoever and wherever it is; a rollout elsewhere isn't disturbed.
    ///
    /// - Returns: the lock that the rollout had; nil when nothing was in the way.
    package func fence(_ target: RetreatTarget, by rollback: RolloutSummary) throws(StoreError) -> RolloutLock? {
        let time = now()
        return try database.write { db in
            guard let held = try lock(at: time, in: db), held.rolloutID != rollback.id,
                let planID = try RolloutRecord.fetchOne(db, key: held.rolloutID)?.planId,
                let content = try PlanRecord.fetchOne(db, key: planID)?.content,
                target.concerns(try Self.decode(Plan.self, content), ofRollout: held.rolloutID),
                let own = try RolloutRecord.fetchOne(db, key: rollback.id)
            else { return nil }
            try take(for: own, at: time, in: db)
            return held
        }
    }

    // MARK: - In a transaction

    func lock(at time: Double, in db: Database) throws -> RolloutLock? {
        try LockRecord.fetchOne(db)?.lock(seenBy: process, at: time)
    }

    /// What forbids to take the lock.
    func obstacle(takeOver: Bool, at time: Double, in db: Database) throws -> LockHeld? {
        guard let lock = try lock(at: time, in: db) else { return nil }
        return switch lock.holder {
        case .alive: LockHeld(lock: lock)
        case .silent: takeOver ? nil : LockHeld(lock: lock)
        case .dead: nil
        }
    }

    func take(for rollout: RolloutRecord, at time: Double, in db: Database) throws {
        try LockRecord.deleteAll(db)
        try LockRecord(rollout, process: process, at: time).insert(db)
    }

    /// Growing in this workspace; and, as far as clocks agree, newer than what others have used on the devices.
    static func nextToken(at time: Double, in db: Database) throws -> Int {
        let next = try Int.fetchOne(db, sql: "SELECT coalesce(max(fencing_token), 0) + 1 FROM rollout")
        return max(next ?? 1, Int(time))
    }
}

import Foundation
import GRDB
package import Planning
package import Rollouts

/// Plans, rollouts and their journal in a workspace's database.
package struct JournalStore: Journal {
    let database: FleetDatabase
    let now: @Sendable () -> Double
    let process: ProcessIdentity

    /// - Parameters:
    ///   - database: the workspace's.
    ///   - now: seconds since 1970: for people, and to tell how long a lock's holder has been silent.
    ///   - process: holds the locks that are taken.
    package init(
        database: FleetDatabase,
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 },
        process: ProcessIdentity = .current
    ) {
        self.database = database
        self.now = now
        self.process = process
    }

    // MARK: - Plans

    package func save(_ plan: Plan) throws(StoreError) {
        let time = now()
        try database.write { db in
            try PlanRecord(id: plan.id, name: plan.name, createdAt: time, content: try Self.json(plan)).insert(db)
        }
    }

    package func plan(_ id: String) throws(StoreError) -> Plan? {
        try database.read { db in
            try PlanRecord.fetchOne(db, key: id).map { try Self.decode(Plan.self, $0.content) }
        }
    }

    // MARK: - Rollouts

    /// Enters a rollout of a plan that is saved, or with nil a rollback, and takes the next fencing token.
    ///
    /// A rollout takes the workspace's lock, which nobody alive has then; a rollback may begin at any time. A silent
    /// holder loses it to `takeOver`, a human's word that it no longer runs; one that provably doesn't needs no word,
    /// and one that is alive heeds none.
    ///
    /// - Throws: `StoreError` or `LockHeld`.
    package func start(
        _ id: String,
        plan: Plan?,
        name: String,
        owner: String,
        takeOver: Bool = false
    ) throws -> RolloutSummary {
        let time = now()
        return try database.write { db -> Result<RolloutSummary, LockHeld> in
            if plan != nil, let held = try obstacle(takeOver: takeOver, at: time, in: db) { return .failure(held) }
            let record = RolloutRecord(
                id: id,
                planId: plan?.id,
                kind: plan == nil ? .rollback : .rollout,
                name: name,
                owner: owner,
                fencingToken: try Self.nextToken(at: time, in: db),
                startedAt: time
            )
            try record.insert(db)
            if plan != nil { try take(for: record, at: time, in: db) }
            return .success(record.summary)
        }.get()
    }

    /// The newest one first.
    package func rollouts() throws(StoreError) -> [RolloutSummary] {
        try database.read { db in
            try RolloutRecord.fetchAll(db, sql: "SELECT * FROM rollout ORDER BY fencing_token DESC").map(\.summary)
        }
    }

    package func rollout(_ id: String) throws(StoreError) -> RolloutSummary? {
        try database.read { db in try RolloutRecord.fetchOne(db, key: id)?.summary }
    }

    /// - Throws: `StoreError`, also for an entry that this version can't read, or `RolloutMachine.IllegalEvent`.
    package func status(of rollout: RolloutSummary) throws -> RolloutStatus {
        var plan: Plan?
        if let planID = rollout.planID { plan = try self.plan(planID) }
        return try RolloutStatus(id: rollout.id, plan: plan, journal: try entries(of: rollout.id))
    }

    /// What all rollouts and rollbacks of the workspace have left on devices.
    ///
    /// - Throws: `StoreError`, also for an entry that this version can't read.
    package func history() throws(StoreError) -> SwitchHistory {
        try database.read { db in
            let ids = try String.fetchAll(db, sql: "SELECT id FROM rollout ORDER BY fencing_token")
            return SwitchHistory(try ids.map { ($0, try Self.entries(of: $0, after: 0, in: db)) })
        }
    }

    // MARK: - The journal

    /// For rollbacks, and for rollouts without a controller; a controller's own entries go through `LockedJournal`.
    package func append(_ entry: TimedEntry, to rollout: String) async throws {
        try database.write { db in try Self.insert(entry.entry, to: rollout, at: entry.time, in: db) }
    }

    package func entries(of rollout: String) throws -> [TimedEntry] {
        try database.read { db in try Self.entries(of: rollout, after: 0, in: db) }
    }

    /// What is new of a rollout for somebody who has seen its first `count` entries.
    ///
    /// - Throws: `StoreError`, also for an entry that this version can't read.
    package func news(of rollout: String, after count: Int) throws(StoreError) -> RolloutNews {
        try database.read { db in
            RolloutNews(
                entries: try Self.entries(of: rollout, after: count, in: db),
                outcome: try RolloutRecord.fetchOne(db, key: rollout)?.outcome,
                lock: try lock(at: now(), in: db)
            )
        }
    }

    /// Writes an entry; the last one of a rollout ends it and lets go of its lock.
    static func insert(_ entry: JournalEntry, to rollout: String, at time: Double, in db: Database) throws {
        let sequence = try Int.fetchOne(
            db,
            sql: "SELECT coalesce(max(sequence), 0) + 1 FROM event WHERE rollout_id = ?",
            arguments: [rollout]
        )
        let record = EventRecord(rolloutId: rollout, sequence: sequence ?? 1, time: time, entry: try json(entry))
        try record.insert(db)
        try TransactionRecord(entry, time: time)?.insert(db, onConflict: .replace)
        guard case .finished(let outcome) = entry else { return }
        try db.execute(
            sql: "UPDATE rollout SET ended_at = ?, outcome = ? WHERE id = ?",
            arguments: [time, outcome.rawValue, rollout]
        )
        try db.execute(sql: "DELETE FROM lock WHERE rollout_id = ?", arguments: [rollout])
    }

    private static func entries(of rollout: String, after count: Int, in db: Database) throws -> [TimedEntry] {
        let request = EventRecord.filter(Column("rollout_id") == rollout && Column("sequence") > count)
        return try request.order(Column("sequence")).fetchAll(db).map { event in
            TimedEntry(time: event.time, entry: try decode(JournalEntry.self, event.entry))
        }
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

import Foundation
import GRDB
package import Planning
package import Rollouts

/// Plans, rollouts and their journal in a workspace's database.
package struct JournalStore: Journal {
    private let database: FleetDatabase
    private let now: @Sendable () -> Double

    /// `now` gives seconds since 1970, for people only.
    package init(
        database: FleetDatabase,
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) {
        self.database = database
        self.now = now
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
    package func start(_ id: String, plan: Plan?, name: String, owner: String) throws(StoreError) -> RolloutSummary {
        let time = now()
        return try database.write { db in
            // Growing in this workspace; and, as far as clocks agree, newer than what others have used on the devices.
            let next = try Int.fetchOne(db, sql: "SELECT coalesce(max(fencing_token), 0) + 1 FROM rollout") ?? 1
            let token = max(next, Int(time))
            let record = RolloutRecord(
                id: id,
                planId: plan?.id,
                kind: plan == nil ? .rollback : .rollout,
                name: name,
                owner: owner,
                fencingToken: token,
                startedAt: time
            )
            try record.insert(db)
            return record.summary
        }
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

    // MARK: - The journal

    package func append(_ entry: JournalEntry, to rollout: String) async throws {
        try append(entry, to: rollout, at: now())
    }

    private func append(_ entry: JournalEntry, to rollout: String, at time: Double) throws(StoreError) {
        try database.write { db in
            let sequence = try Int.fetchOne(
                db,
                sql: "SELECT coalesce(max(sequence), 0) + 1 FROM event WHERE rollout_id = ?",
                arguments: [rollout]
            )
            let record = EventRecord(
                rolloutId: rollout,
                sequence: sequence ?? 1,
                time: time,
                entry: try Self.json(entry)
            )
            try record.insert(db)
            try TransactionRecord(entry, time: time)?.insert(db, onConflict: .replace)
            guard case .finished(let outcome) = entry else { return }
            try db.execute(
                sql: "UPDATE rollout SET ended_at = ?, outcome = ? WHERE id = ?",
                arguments: [time, outcome.rawValue, rollout]
            )
        }
    }

    package func entries(of rollout: String) throws -> [TimedEntry] {
        try database.read { db in
            let request = EventRecord.filter(Column("rollout_id") == rollout).order(Column("sequence"))
            return try request.fetchAll(db).map { event in
                TimedEntry(time: event.time, entry: try Self.decode(JournalEntry.self, event.entry))
            }
        }
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

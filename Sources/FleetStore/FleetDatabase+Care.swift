import Foundation
import GRDB
import Rollouts

extension FleetDatabase {
    private static let mostProblems = 20

    /// Looks at the whole file, and reads all that is in it.
    ///
    /// - Throws: `StoreError` where it can't even be looked at.
    package func condition() throws(StoreError) -> DatabaseCondition {
        var condition = try read { db in
            let count = { (table: String) in try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0 }
            let page = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
            return DatabaseCondition(
                problems: try Self.problems(in: db),
                bytes: 0,
                freeBytes: page * (try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0),
                version: try String.fetchOne(
                    db,
                    sql: "SELECT program FROM schema_version ORDER BY migration DESC LIMIT 1"
                ),
                nodes: try count("node"),
                rollouts: try count("rollout"),
                journalEntries: try count("event"),
                findings: try count("health_finding"),
                changes: try count("inventory_change")
            )
        }
        condition.bytes = size
        condition.problems += unreadable
        return condition
    }

    private static func problems(in db: Database) throws -> [String] {
        let integrity = try String.fetchAll(db, sql: "PRAGMA integrity_check(\(mostProblems))").filter { $0 != "ok" }
        let references = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(mostProblems).map { row in
            let (table, parent): (String, String) = (row[0], row[2])
            return "a row of \(table) refers to one that isn't in \(parent)"
        }
        return integrity + references
    }

    /// What SQLite finds in order, but this program can't read.
    private var unreadable: [String] {
        var problems: [String] = []
        do { _ = try InventoryStore(self).load() } catch { problems.append("the inventory: \(error.message)") }
        let journal = JournalStore(database: self)
        do {
            for rollout in try journal.rollouts() {
                do { _ = try journal.status(of: rollout) } catch { problems.append("rollout \(rollout.id): \(error)") }
            }
        } catch { problems.append("the journal: \(error.message)") }
        return Array(problems.prefix(Self.mostProblems))
    }

    /// Copies the database as it is at this moment.
    ///
    /// - Parameter path: of a file that isn't there.
    /// - Returns: its size in bytes.
    /// - Throws: `StoreError`; no file has the name then.
    package func backup(to path: String) throws(StoreError) -> Int {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw StoreError(.failed, path: path, message: "is there already; name a file that isn't")
        }
        let draft = path + ".part"
        try? FileManager.default.removeItem(atPath: draft)
        do {
            try writer.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [draft]) }
            let copy = try FleetDatabase.open(at: draft)
            let problems = try copy.condition().problems
            try copy.writer.close()
            guard problems.isEmpty else {
                throw StoreError(.damaged, path: self.path, message: "is damaged: \(problems.joined(separator: "; "))")
            }
            for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: draft + ending) }
            try FileHandle(forUpdating: URL(filePath: draft)).synchronize()
            try FileManager.default.moveItem(atPath: draft, toPath: path)
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw StoreError(error, path: self.path)
        }
        return Self.size(of: path)
    }

    /// Forgets observations that are older than their time.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - age: seconds, for all kinds alike; nil for each kind's own time.
    /// - Returns: how many.
    /// - Throws: `StoreError`; nothing is forgotten then.
    package func forget(now: Int, keeping age: Int? = nil) throws(StoreError) -> Int {
        try write { db in
            try HealthFindingRecord
                .filter(Column("ended_at") != nil && Column("last_seen") < now - (age ?? HealthStore.retention))
                .deleteAll(db)
                + InventoryChangeRecord.filter(Column("time") < now - (age ?? InventoryHistory.retention)).deleteAll(db)
        }
    }

    /// Gives free room back to the file system.
    ///
    /// - Returns: the file's size in bytes before and after.
    package func vacuum() throws(StoreError) -> (before: Int, after: Int) {
        let before = size
        do {
            try writer.writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM")
                _ = try db.checkpoint(.truncate)
            }
        } catch {
            throw StoreError(error, path: path)
        }
        return (before, size)
    }

    private var size: Int { Self.size(of: path) + Self.size(of: path + "-wal") }

    private static func size(of path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }
}

import GRDB
import Rollouts
import Testing

@testable import FleetStore

struct MigrationTests {
    @Test func `what an earlier version wrote of rollouts is kept`() throws {
        let queue = try DatabaseQueue()
        try FleetDatabase.migrator.migrate(queue, upTo: "0002-journal")
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO plan VALUES ('p1', 'day', 0, '{}');
                    INSERT INTO rollout VALUES ('r1', 'p1', 'rollout', 'day', 'a@b', 7, 1, 2, 'pending');
                    INSERT INTO event VALUES ('r1', 1, 1, '{"interrupted":{}}');
                    """
            )
        }
        try FleetDatabase.migrator.migrate(queue)
        try queue.write { db in
            #expect(try RolloutRecord.fetchOne(db, key: "r1")?.outcome == .pending)
            #expect(try EventRecord.fetchCount(db) == 1)
            try db.execute(sql: "UPDATE rollout SET outcome = 'parked'")
            #expect(throws: DatabaseError.self) { try db.execute(sql: "UPDATE event SET rollout_id = 'r2'") }
            #expect(throws: DatabaseError.self) {
                try db.execute(sql: "INSERT INTO event VALUES ('r2', 1, 1, '{}')")
            }
        }
    }

    /// What makes SQLite keep a copy of each page that a statement changes: three of four writes of an import were that.
    @Test(arguments: ["node", "link", "told_node", "told_link"])
    func `inserting several rows at once needs no journal of the statement`(table: String) throws {
        let queue = try DatabaseQueue()
        try FleetDatabase.migrator.migrate(queue)
        try queue.read { db in
            let columns = try db.columns(in: table).map(\.name)
            let row = "(" + columns.map { _ in "NULL" }.joined(separator: ", ") + ")"
            let program = try Row.fetchAll(
                db,
                sql:
                    "EXPLAIN INSERT OR ROLLBACK INTO \(table) (\(columns.joined(separator: ", "))) VALUES \(row), \(row)"
            )
            #expect(program.contains { $0["opcode"] == "MakeRecord" })
            #expect(
                !program.contains { ["Function", "PureFunc"].contains($0["opcode"] as String) },
                "a function in a CHECK"
            )
            let counters = program.filter { $0["opcode"] == "FkCounter" }
            #expect(!counters.isEmpty && counters.allSatisfy { $0["p1"] == 1 }, "references are deferred")
        }
    }
}

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
}

import GRDB
package import Rollouts

extension JournalStore: ControlSource {
    /// Writes down what a human, `alice@laptop`, tells a rollout; it is heeded by the controller, if one runs.
    package func say(_ word: ControlWord, to rollout: String, by: String) throws(StoreError) -> Control {
        let time = now()
        return try database.write { db in
            let sequence = try Int.fetchOne(
                db,
                sql: "SELECT coalesce(max(sequence), 0) + 1 FROM control WHERE rollout_id = ?",
                arguments: [rollout]
            )
            let record = ControlRecord(rolloutId: rollout, sequence: sequence ?? 1, word: word, by: by, at: time)
            try record.insert(db)
            return record.control
        }
    }

    package func controls(of rollout: String, after sequence: Int) async throws -> [Control] {
        try database.read { db in
            let request = ControlRecord.filter(Column("rollout_id") == rollout && Column("sequence") > sequence)
            return try request.order(Column("sequence")).fetchAll(db).map(\.control)
        }
    }
}

import Foundation
import GRDB

/// What a source tells of domains or gateways: a name, and JSON with the facts.
struct ToldThings<Facts: Codable> {
    /// `told_domain` or `told_gateway`.
    let table: String
    let key: String

    func all(of source: Int64, in database: Database) throws -> [Facts] {
        let decoder = JSONDecoder()
        return try String.fetchAll(
            database,
            sql: "SELECT facts FROM \(table) WHERE source_id = ? ORDER BY \(key)",
            arguments: [source]
        ).map { try decoder.decode(Facts.self, from: Data($0.utf8)) }
    }

    /// Rows that don't change keep the time since when they are told.
    ///
    /// - Returns: whether something changed.
    func replace(
        with facts: [(name: String, facts: Facts)],
        of source: Int64,
        at time: Int,
        in database: Database
    ) throws -> Bool {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let old = Dictionary(
            uniqueKeysWithValues: try Row.fetchAll(
                database,
                sql: "SELECT \(key), facts FROM \(table) WHERE source_id = ?",
                arguments: [source]
            ).map { ($0[0] as String, $0[1] as String) }
        )
        var hasChanged = false
        for name in Set(old.keys).subtracting(facts.map(\.name)) {
            hasChanged = true
            try database.execute(
                sql: "DELETE FROM \(table) WHERE source_id = ? AND \(key) = ?",
                arguments: [source, name]
            )
        }
        for (name, facts) in facts {
            let text = String(decoding: try encoder.encode(facts), as: UTF8.self)
            guard old[name] != text else { continue }
            hasChanged = true
            try database.execute(
                sql: "INSERT OR REPLACE INTO \(table) (source_id, \(key), since, facts) VALUES (?, ?, ?, ?)",
                arguments: [source, name, time, text]
            )
        }
        return hasChanged
    }
}

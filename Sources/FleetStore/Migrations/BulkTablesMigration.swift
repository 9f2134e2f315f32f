import GRDB

/// Tables with very many rows, into which SQLite inserts several at once without a journal of the statement.
///
/// It keeps one, with a copy of each page, where such a statement may fail by itself: at a reference that isn't deferred, and
/// at any function in a CHECK. Whoever makes a `Node` or `NodeFacts` sees to the form of ids and keys.
enum BulkTablesMigration {
    private static let tables = ["node", "link", "told_node", "told_link"]
    private static let replacements = [
        ("REFERENCES inventory_import (id)", "REFERENCES inventory_import (id) DEFERRABLE INITIALLY DEFERRED"),
        ("REFERENCES inventory_source (id)", "REFERENCES inventory_source (id) DEFERRABLE INITIALLY DEFERRED"),
        ("length(id) = 12 AND id NOT GLOB '*[^0-9a-f]*'", "id <> ''"),
        ("length(id) BETWEEN 1 AND 64", "id <> ''"),
        ("length(fastd_key) = 64 AND fastd_key NOT GLOB '*[^0-9a-f]*'", "fastd_key <> ''"),
        ("length(wireguard_key) = 44", "wireguard_key <> ''"),
    ]

    static func migrate(_ database: Database) throws {
        for table in tables { try rebuild(table, in: database) }
    }

    private static func rebuild(_ table: String, in database: Database) throws {
        let statements = try String.fetchAll(
            database,
            // The table before its indexes; those of its constraints have no text.
            sql: "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type = 'index'",
            arguments: [table]
        )
        guard let definition = statements.first?.drop(while: { $0 != "(" }) else {
            throw DatabaseError(message: "there is no table «\(table)»")
        }
        let lean = replacements.reduce(String(definition)) { $0.replacing($1.0, with: $1.1) }
        let columns = try database.columns(in: table).map(\.name).joined(separator: ", ")
        try database.execute(
            sql: """
                CREATE TABLE \(table)_0011 \(lean);
                INSERT INTO \(table)_0011 (\(columns)) SELECT \(columns) FROM \(table);
                DROP TABLE \(table);
                ALTER TABLE \(table)_0011 RENAME TO \(table);
                """
        )
        for index in statements.dropFirst() { try database.execute(sql: index) }
    }
}

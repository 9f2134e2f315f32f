import GRDB

/// What imports have changed, fact by fact.
enum HistoryMigration {
    static func migrate(_ database: Database) throws {
        try database.execute(sql: changes)
    }

    private static let changes = """
        CREATE TABLE inventory_change (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES inventory_import (id),
            time INTEGER NOT NULL,
            subject TEXT NOT NULL CHECK (subject IN ('domain', 'gateway', 'node')),
            name TEXT NOT NULL CHECK (name <> ''),
            title TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('new', 'changed', 'gone')),
            fact TEXT CHECK ((fact IS NOT NULL) = (kind = 'changed')),
            before TEXT,
            after TEXT
        ) STRICT;

        CREATE INDEX inventory_change_by_time ON inventory_change (time);
        """
}

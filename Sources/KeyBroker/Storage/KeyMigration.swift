import GRDB

/// The first version of the schema.
enum KeyMigration {
    static func migrate(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE key (
                    domain TEXT NOT NULL,
                    key TEXT NOT NULL CHECK (length(key) = 44),
                    first_seen INTEGER NOT NULL,
                    last_seen INTEGER NOT NULL CHECK (last_seen >= first_seen),
                    last_alive INTEGER,
                    worker TEXT,
                    PRIMARY KEY (domain, key)
                ) STRICT, WITHOUT ROWID
                """
        )
    }
}

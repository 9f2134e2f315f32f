import GRDB

/// Which version of the program brought which migration, so that an older one can say what it lacks.
enum VersionMigration {
    static func migrate(_ database: Database) throws {
        try database.execute(sql: versions)
    }

    private static let versions = """
        CREATE TABLE schema_version (
            migration TEXT PRIMARY KEY CHECK (migration <> ''),
            program TEXT NOT NULL CHECK (program <> '')
        ) STRICT, WITHOUT ROWID;
        """
}

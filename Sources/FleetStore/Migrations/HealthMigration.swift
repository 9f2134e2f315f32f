import GRDB

/// The last verdict of each subject, and the history of findings.
enum HealthMigration {
    static func migrate(_ database: Database) throws {
        try database.execute(sql: verdicts + findings)
    }

    private static let verdicts = """
        CREATE TABLE health_verdict (
            kind TEXT NOT NULL CHECK (kind <> ''),
            name TEXT NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('healthy', 'unknown', 'unhealthy')),
            taken_at INTEGER NOT NULL,
            PRIMARY KEY (kind, name)
        ) STRICT, WITHOUT ROWID;

        """

    /// A finding that is still there has no end.
    private static let findings = """
        CREATE TABLE health_finding (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind <> ''),
            name TEXT NOT NULL,
            "check" TEXT NOT NULL CHECK ("check" <> ''),
            gateway TEXT,
            domain TEXT,
            since INTEGER NOT NULL,
            last_seen INTEGER NOT NULL CHECK (last_seen >= since),
            ended_at INTEGER CHECK (ended_at >= last_seen),
            finding TEXT NOT NULL CHECK (json_type(finding) = 'object')
        ) STRICT;

        CREATE UNIQUE INDEX health_finding_open ON health_finding (kind, name, "check", ifnull(gateway, ''), ifnull(domain, ''))
            WHERE ended_at IS NULL;
        CREATE INDEX health_finding_by_age ON health_finding (last_seen);
        """
}

import GRDB

/// The workspace's lock, and what humans say to rollouts.
enum ControlMigration {
    static func migrate(_ database: Database) throws {
        try database.execute(sql: rollouts)
        try database.execute(sql: lock)
        try database.execute(sql: control)
    }

    /// Rollouts may end paused or parked from now on; SQLite has a new CHECK in a new table only.
    private static let rollouts = """
        CREATE TABLE rollout_0004 (
            id TEXT PRIMARY KEY CHECK (id <> ''),
            plan_id TEXT REFERENCES plan (id),
            kind TEXT NOT NULL CHECK (kind IN ('rollout', 'rollback')),
            name TEXT NOT NULL CHECK (name <> ''),
            owner TEXT NOT NULL CHECK (owner <> ''),
            fencing_token INTEGER NOT NULL UNIQUE CHECK (fencing_token > 0),
            started_at REAL NOT NULL,
            ended_at REAL,
            outcome TEXT CHECK (
                outcome IN (
                    'done', 'refused', 'stopped-by-unreachable', 'rolled-back', 'paused', 'parked', 'pending',
                    'undo-failed'
                )
            ),
            CHECK ((kind = 'rollout') = (plan_id IS NOT NULL)),
            CHECK ((ended_at IS NULL) = (outcome IS NULL))
        ) STRICT;

        INSERT INTO rollout_0004 (id, plan_id, kind, name, owner, fencing_token, started_at, ended_at, outcome)
        SELECT id, plan_id, kind, name, owner, fencing_token, started_at, ended_at, outcome FROM rollout;

        DROP TABLE rollout;
        ALTER TABLE rollout_0004 RENAME TO rollout;
        """

    private static let lock = """
        CREATE TABLE lock (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            rollout_id TEXT NOT NULL REFERENCES rollout (id),
            owner TEXT NOT NULL CHECK (owner <> ''),
            fencing_token INTEGER NOT NULL CHECK (fencing_token > 0),
            acquired_at REAL NOT NULL,
            heartbeat_at REAL NOT NULL,
            host TEXT NOT NULL,
            pid_space TEXT NOT NULL,
            pid INTEGER NOT NULL CHECK (pid > 0),
            process_start INTEGER NOT NULL CHECK (process_start >= 0)
        ) STRICT;
        """

    private static let control = """
        CREATE TABLE control (
            rollout_id TEXT NOT NULL REFERENCES rollout (id),
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            word TEXT NOT NULL CHECK (word IN ('pause', 'abort', 'approve')),
            "by" TEXT NOT NULL CHECK ("by" <> ''),
            at REAL NOT NULL,
            PRIMARY KEY (rollout_id, sequence)
        ) STRICT, WITHOUT ROWID;
        """
}

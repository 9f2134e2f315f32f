import GRDB

/// The tables of plans, rollouts and their journal.
enum JournalMigration {
    static func migrate(_ database: Database) throws {
        try database.execute(sql: journal)
        try database.execute(sql: hostKeys)
    }

    private static let journal = """
        CREATE TABLE plan (
            id TEXT PRIMARY KEY CHECK (id <> ''),
            name TEXT NOT NULL CHECK (name <> ''),
            created_at REAL NOT NULL,
            content TEXT NOT NULL CHECK (json_type(content) = 'object')
        ) STRICT;

        CREATE TABLE rollout (
            id TEXT PRIMARY KEY CHECK (id <> ''),
            plan_id TEXT REFERENCES plan (id),
            kind TEXT NOT NULL CHECK (kind IN ('rollout', 'rollback')),
            name TEXT NOT NULL CHECK (name <> ''),
            owner TEXT NOT NULL CHECK (owner <> ''),
            fencing_token INTEGER NOT NULL UNIQUE CHECK (fencing_token > 0),
            started_at REAL NOT NULL,
            ended_at REAL,
            outcome TEXT CHECK (
                outcome IN ('done', 'refused', 'stopped-by-unreachable', 'rolled-back', 'pending', 'undo-failed')
            ),
            CHECK ((kind = 'rollout') = (plan_id IS NOT NULL)),
            CHECK ((ended_at IS NULL) = (outcome IS NULL))
        ) STRICT;

        CREATE TABLE event (
            rollout_id TEXT NOT NULL REFERENCES rollout (id),
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            time REAL NOT NULL,
            entry TEXT NOT NULL CHECK (json_type(entry) = 'object'),
            PRIMARY KEY (rollout_id, sequence)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
        BEGIN SELECT raise(ABORT, 'the journal is written once'); END;

        CREATE TABLE device_transaction (
            id TEXT NOT NULL CHECK (id <> ''),
            host TEXT NOT NULL CHECK (host <> ''),
            scope TEXT NOT NULL CHECK (scope <> ''),
            rollout_id TEXT NOT NULL,
            state TEXT NOT NULL CHECK (
                state IN ('armed', 'applying', 'applied', 'confirmed', 'reverting', 'reverted', 'revert-failed')
            ),
            digest TEXT,
            reported_at REAL NOT NULL,
            PRIMARY KEY (host, id)
        ) STRICT, WITHOUT ROWID;
        """

    private static let hostKeys = """
        CREATE TABLE host_key (
            host TEXT NOT NULL CHECK (host <> ''),
            type TEXT NOT NULL CHECK (type <> ''),
            key TEXT NOT NULL CHECK (key <> ''),
            fingerprint TEXT NOT NULL CHECK (fingerprint <> ''),
            seen_at REAL NOT NULL,
            PRIMARY KEY (host, type)
        ) STRICT, WITHOUT ROWID;
        """
}

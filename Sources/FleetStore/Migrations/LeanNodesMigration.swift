import GRDB

/// Nodes' tables with rules that cost little: there may be a million rows, and for each row SQLite makes an index of what
/// `IN` compares with.
enum LeanNodesMigration {
    static func migrate(_ database: Database) throws {
        try replace("node", with: node, in: database)
        try database.execute(sql: "CREATE INDEX node_on_domain ON node (domain);")
        try replace("told_node", with: toldNode, in: database)
    }

    private static func replace(_ table: String, with definition: String, in database: Database) throws {
        let columns = try database.columns(in: table).map(\.name).joined(separator: ", ")
        try database.execute(
            sql: """
                CREATE TABLE \(table)_0010 (\(definition)) STRICT, WITHOUT ROWID;
                INSERT INTO \(table)_0010 (\(columns)) SELECT \(columns) FROM \(table);
                DROP TABLE \(table);
                ALTER TABLE \(table)_0010 RENAME TO \(table);
                """
        )
    }

    private static let jumps = "jump = 'any-gateway' OR jump = 'direct' OR jump = 'gateway'"

    private static let states = """
        state = 'fastd' OR state = 'dual' OR state = 'wireguard' OR state = 'mesh-only' OR state = 'offline'
            OR state = 'unknown'
        """

    /// Whoever tells them.
    private static let facts = """
        model TEXT,
        firmware TEXT,
        firmware_base TEXT,
        autoupdater_branch TEXT,
        online INTEGER CHECK (online = 0 OR online = 1),
        clients INTEGER CHECK (clients >= 0),
        first_seen INTEGER,
        last_seen INTEGER,
        uptime INTEGER CHECK (uptime >= 0),
        memory INTEGER CHECK (memory >= 0),
        gateway TEXT,
        """

    private static let personal = """
        contact TEXT,
        latitude REAL CHECK (latitude BETWEEN -90 AND 90),
        longitude REAL CHECK (longitude BETWEEN -180 AND 180),
        """

    private static let node = """
        id TEXT PRIMARY KEY CHECK (length(id) = 12 AND id NOT GLOB '*[^0-9a-f]*'),
        hostname TEXT NOT NULL CHECK (hostname <> ''),
        domain TEXT NOT NULL REFERENCES domain (code) DEFERRABLE INITIALLY DEFERRED,
        address TEXT,
        jump TEXT NOT NULL CHECK (\(jumps)),
        jump_gateway TEXT REFERENCES gateway (name) DEFERRABLE INITIALLY DEFERRED,
        state TEXT NOT NULL CHECK (\(states)),
        \(facts)
        fastd_key TEXT CHECK (length(fastd_key) = 64 AND fastd_key NOT GLOB '*[^0-9a-f]*'),
        wireguard_key TEXT CHECK (length(wireguard_key) = 44),
        \(personal)
        import_id INTEGER NOT NULL REFERENCES inventory_import (id),
        CHECK ((jump = 'gateway') = (jump_gateway IS NOT NULL))
        """

    private static let toldNode = """
        source_id INTEGER NOT NULL REFERENCES inventory_source (id),
        id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
        since INTEGER NOT NULL,
        digest INTEGER NOT NULL,
        hostname TEXT,
        domain TEXT,
        addresses TEXT NOT NULL,
        jump TEXT CHECK (\(jumps)),
        jump_gateway TEXT CHECK ((jump_gateway IS NOT NULL) = (jump IS 'gateway')),
        state TEXT CHECK (\(states)),
        \(facts)
        fastd_key TEXT,
        wireguard_key TEXT,
        uses_fastd INTEGER CHECK (uses_fastd = 0 OR uses_fastd = 1),
        uses_wireguard INTEGER CHECK (uses_wireguard = 0 OR uses_wireguard = 1),
        tunnels TEXT,
        \(personal)
        is_gateway INTEGER NOT NULL CHECK (is_gateway = 0 OR is_gateway = 1),
        PRIMARY KEY (source_id, id)
        """
}

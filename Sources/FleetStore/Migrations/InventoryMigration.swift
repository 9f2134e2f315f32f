import GRDB

/// The tables of the inventory.
///
/// References are checked when a transaction ends, so that an import may replace rows in any order. Nothing cascades:
/// what the journal knows outlives the inventory.
enum InventoryMigration {
    static func migrate(_ database: Database) throws {
        try database.execute(sql: settings)
        try database.execute(sql: devices)
    }

    private static let settings = """
        CREATE TABLE inventory_import (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL CHECK (source <> ''),
            format TEXT NOT NULL CHECK (format <> ''),
            imported_at TEXT NOT NULL CHECK (imported_at <> '')
        ) STRICT;

        CREATE TABLE community (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            name TEXT NOT NULL CHECK (name <> ''),
            dialect TEXT NOT NULL CHECK (dialect IN ('ffmuc', 'gluon')),
            domain_prefixes TEXT NOT NULL CHECK (json_type(domain_prefixes) = 'array'),
            ssh_user TEXT NOT NULL CHECK (ssh_user <> ''),
            ssh_port INTEGER NOT NULL CHECK (ssh_port BETWEEN 1 AND 65535),
            ssh_identity TEXT,
            ssh_become TEXT,
            import_id INTEGER NOT NULL REFERENCES inventory_import (id)
        ) STRICT;

        CREATE TABLE broker (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            url TEXT NOT NULL CHECK (url <> ''),
            mqtt_host TEXT,
            mqtt_port INTEGER CHECK (mqtt_port BETWEEN 1 AND 65535),
            mqtt_tls INTEGER CHECK (mqtt_tls IN (0, 1)),
            mqtt_username TEXT,
            mqtt_password_variable TEXT,
            CHECK ((mqtt_host IS NULL) = (mqtt_port IS NULL) AND (mqtt_host IS NULL) = (mqtt_tls IS NULL))
        ) STRICT;
        """

    private static let devices = """
        CREATE TABLE domain (
            code TEXT PRIMARY KEY CHECK (code NOT IN ('', 'host')),
            short_name TEXT NOT NULL UNIQUE CHECK (length(short_name) BETWEEN 1 AND 12),
            dialect TEXT NOT NULL CHECK (dialect IN ('ffmuc', 'gluon')),
            seed TEXT NOT NULL CHECK (length(seed) = 64 AND seed NOT GLOB '*[^0-9a-f]*'),
            fastd_instance TEXT,
            fastd_interface TEXT,
            fastd_port INTEGER UNIQUE CHECK (fastd_port BETWEEN 1 AND 65535),
            wireguard_port INTEGER NOT NULL UNIQUE CHECK (wireguard_port BETWEEN 1 AND 65535),
            wireguard_mtu INTEGER NOT NULL CHECK (wireguard_mtu BETWEEN 1280 AND 1500),
            prefix6 TEXT NOT NULL CHECK (json_type(prefix6) = 'array'),
            batman_interface TEXT,
            bridge TEXT,
            import_id INTEGER NOT NULL REFERENCES inventory_import (id),
            CHECK ((fastd_instance IS NULL) = (fastd_port IS NULL)),
            CHECK ((fastd_interface IS NULL) = (fastd_port IS NULL))
        ) STRICT;

        CREATE TABLE gateway (
            name TEXT PRIMARY KEY CHECK (name <> ''),
            address TEXT NOT NULL CHECK (address <> ''),
            port INTEGER CHECK (port BETWEEN 1 AND 65535),
            external_name TEXT NOT NULL CHECK (external_name <> ''),
            import_id INTEGER NOT NULL REFERENCES inventory_import (id)
        ) STRICT;

        CREATE TABLE gateway_domain (
            gateway TEXT NOT NULL REFERENCES gateway (name) DEFERRABLE INITIALLY DEFERRED,
            domain TEXT NOT NULL REFERENCES domain (code) DEFERRABLE INITIALLY DEFERRED,
            position INTEGER NOT NULL CHECK (position >= 0),
            PRIMARY KEY (gateway, domain),
            UNIQUE (gateway, position)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX gateway_domain_on_domain ON gateway_domain (domain);

        CREATE TABLE node (
            id TEXT PRIMARY KEY CHECK (length(id) = 12 AND id NOT GLOB '*[^0-9a-f]*'),
            hostname TEXT NOT NULL CHECK (hostname <> ''),
            domain TEXT NOT NULL REFERENCES domain (code) DEFERRABLE INITIALLY DEFERRED,
            address TEXT,
            jump TEXT NOT NULL CHECK (jump IN ('direct', 'any-gateway', 'gateway')),
            jump_gateway TEXT REFERENCES gateway (name) DEFERRABLE INITIALLY DEFERRED,
            state TEXT NOT NULL
                CHECK (state IN ('fastd', 'dual', 'wireguard', 'mesh-only', 'offline', 'unknown')),
            model TEXT,
            firmware TEXT,
            online INTEGER CHECK (online IN (0, 1)),
            clients INTEGER CHECK (clients >= 0),
            import_id INTEGER NOT NULL REFERENCES inventory_import (id),
            CHECK ((jump = 'gateway') = (jump_gateway IS NOT NULL))
        ) STRICT;

        CREATE INDEX node_on_domain ON node (domain);
        CREATE INDEX node_on_jump_gateway ON node (jump_gateway);
        """
}

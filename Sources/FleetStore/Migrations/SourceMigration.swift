import GRDB

/// What each source told last, from which the inventory is merged.
///
/// What is there already came from an inventory file, and becomes what that file told.
enum SourceMigration {
    static func migrate(_ database: Database) throws {
        try database.execute(sql: sources)
        try database.execute(sql: nodes)
        try database.execute(sql: adoptSource)
        try database.execute(sql: adoptThings)
        try database.execute(sql: adoptNodes)
    }

    private static let sources = """
        CREATE TABLE inventory_source (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL CHECK (name <> ''),
            format TEXT NOT NULL CHECK (format <> ''),
            rank INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 3),
            told_at INTEGER NOT NULL,
            imported_at INTEGER NOT NULL,
            settings TEXT CHECK (json_type(settings) = 'object'),
            UNIQUE (name, rank),
            CHECK ((settings IS NULL) = (rank < 3))
        ) STRICT;

        -- `since`: when this source was first seen to tell these facts, in seconds since 1970.
        CREATE TABLE told_domain (
            source_id INTEGER NOT NULL REFERENCES inventory_source (id),
            code TEXT NOT NULL CHECK (code <> ''),
            since INTEGER NOT NULL,
            facts TEXT NOT NULL CHECK (json_type(facts) = 'object'),
            PRIMARY KEY (source_id, code)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE told_gateway (
            source_id INTEGER NOT NULL REFERENCES inventory_source (id),
            name TEXT NOT NULL CHECK (name <> ''),
            since INTEGER NOT NULL,
            facts TEXT NOT NULL CHECK (json_type(facts) = 'object'),
            PRIMARY KEY (source_id, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE told_peer (
            source_id INTEGER NOT NULL REFERENCES inventory_source (id),
            peer_group TEXT NOT NULL,
            name TEXT NOT NULL CHECK (name <> ''),
            key TEXT NOT NULL CHECK (length(key) = 64 AND key NOT GLOB '*[^0-9a-f]*'),
            node TEXT,
            since INTEGER NOT NULL,
            PRIMARY KEY (source_id, peer_group, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE told_link (
            source_id INTEGER NOT NULL REFERENCES inventory_source (id),
            node TEXT NOT NULL,
            peer TEXT NOT NULL CHECK (peer > node),
            PRIMARY KEY (source_id, node, peer)
        ) STRICT, WITHOUT ROWID;
        """

    /// Lists are lines of text.
    ///
    /// `digest` is that of the facts; 0 stands for any.
    private static let nodes = """
        CREATE TABLE told_node (
            source_id INTEGER NOT NULL REFERENCES inventory_source (id),
            id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
            since INTEGER NOT NULL,
            digest INTEGER NOT NULL,
            hostname TEXT,
            domain TEXT,
            addresses TEXT NOT NULL,
            jump TEXT CHECK (jump IN ('direct', 'any-gateway', 'gateway')),
            jump_gateway TEXT CHECK ((jump_gateway IS NOT NULL) = (jump IS 'gateway')),
            state TEXT CHECK (state IN ('fastd', 'dual', 'wireguard', 'mesh-only', 'offline', 'unknown')),
            model TEXT,
            firmware TEXT,
            firmware_base TEXT,
            autoupdater_branch TEXT,
            online INTEGER CHECK (online IN (0, 1)),
            clients INTEGER CHECK (clients >= 0),
            first_seen INTEGER,
            last_seen INTEGER,
            uptime INTEGER CHECK (uptime >= 0),
            memory INTEGER CHECK (memory >= 0),
            gateway TEXT,
            fastd_key TEXT,
            wireguard_key TEXT,
            uses_fastd INTEGER CHECK (uses_fastd IN (0, 1)),
            uses_wireguard INTEGER CHECK (uses_wireguard IN (0, 1)),
            tunnels TEXT,
            contact TEXT,
            latitude REAL CHECK (latitude BETWEEN -90 AND 90),
            longitude REAL CHECK (longitude BETWEEN -180 AND 180),
            is_gateway INTEGER NOT NULL CHECK (is_gateway IN (0, 1)),
            PRIMARY KEY (source_id, id)
        ) STRICT, WITHOUT ROWID;
        """

    private static let adoptSource = """
        INSERT INTO inventory_source (id, name, format, rank, told_at, imported_at, settings)
        SELECT 1, source, format, 3, coalesce(unixepoch(imported_at), 0), coalesce(unixepoch(imported_at), 0),
            json_object(
                'community', json_object(
                    'name', community.name, 'dialect', dialect, 'domainPrefixes', json(domain_prefixes)
                ),
                'broker', CASE WHEN url IS NOT NULL THEN json_object(
                    'url', url,
                    'mqtt', CASE WHEN mqtt_host IS NOT NULL THEN json_object(
                        'host', mqtt_host, 'port', mqtt_port, 'tls', json(iif(mqtt_tls, 'true', 'false')),
                        'username', mqtt_username, 'passwordVariable', mqtt_password_variable
                    ) END
                ) END,
                'ssh', json_object(
                    'user', ssh_user, 'port', ssh_port, 'identity', ssh_identity, 'become', ssh_become
                )
            )
        FROM community JOIN inventory_import ON inventory_import.id = community.import_id LEFT JOIN broker;
        """

    private static let adoptThings = """
        INSERT INTO told_domain (source_id, code, since, facts)
        SELECT 1, code, coalesce(unixepoch(imported_at), 0), json_object(
            'code', code, 'dialect', dialect, 'seed', seed, 'prefix6', json(prefix6),
            'fastdInstance', fastd_instance, 'fastdInterface', fastd_interface, 'fastdPort', fastd_port,
            'wireGuardPort', wireguard_port, 'wireGuardMTU', wireguard_mtu,
            'batmanInterface', batman_interface, 'bridge', bridge
        )
        FROM domain JOIN inventory_import ON inventory_import.id = domain.import_id;

        INSERT INTO told_gateway (source_id, name, since, facts)
        SELECT 1, name, coalesce(unixepoch(imported_at), 0), json_object(
            'name', name, 'address', address, 'port', port, 'externalName', external_name,
            'domains', (
                SELECT json_group_array(domain) FROM (
                    SELECT domain FROM gateway_domain WHERE gateway = gateway.name ORDER BY position
                )
            )
        )
        FROM gateway JOIN inventory_import ON inventory_import.id = gateway.import_id;

        INSERT INTO told_link (source_id, node, peer) SELECT 1, node, peer_node FROM link WHERE peer_node IS NOT NULL;
        """

    private static let adoptNodes = """
        INSERT INTO told_node (
            source_id, id, since, digest, hostname, domain, addresses, jump, jump_gateway, state, model, firmware,
            firmware_base, autoupdater_branch, online, clients, first_seen, last_seen, uptime, memory, gateway,
            fastd_key, wireguard_key, tunnels, contact, latitude, longitude, is_gateway
        )
        SELECT 1, node.id, coalesce(unixepoch(imported_at), 0), 0, hostname, domain, coalesce(address, ''), jump,
            jump_gateway, nullif(state, 'unknown'), model, firmware, firmware_base, autoupdater_branch, online, clients,
            first_seen, last_seen, uptime, memory, node.gateway, fastd_key, wireguard_key,
            (
                SELECT group_concat(name, char(10)) FROM (
                    SELECT link.gateway AS name FROM link
                    WHERE link.node = node.id AND link.gateway IS NOT NULL ORDER BY link.gateway
                )
            ),
            contact, latitude, longitude, 0
        FROM node JOIN inventory_import ON inventory_import.id = node.import_id;
        """
}

import GRDB

/// The table of links between devices.
///
/// A mesh link has its smaller node first; a tunnel has a gateway instead of the second node.
enum LinkMigration {
    static func migrate(_ database: Database) throws {
        try database.execute(sql: links)
    }

    private static let links = """
        CREATE TABLE link (
            node TEXT NOT NULL REFERENCES node (id) DEFERRABLE INITIALLY DEFERRED,
            peer_node TEXT REFERENCES node (id) DEFERRABLE INITIALLY DEFERRED CHECK (peer_node > node),
            gateway TEXT REFERENCES gateway (name) DEFERRABLE INITIALLY DEFERRED,
            import_id INTEGER NOT NULL REFERENCES inventory_import (id),
            UNIQUE (node, peer_node),
            UNIQUE (node, gateway),
            CHECK ((peer_node IS NULL) <> (gateway IS NULL))
        ) STRICT;

        CREATE INDEX link_on_peer_node ON link (peer_node);
        CREATE INDEX link_on_gateway ON link (gateway);
        """
}

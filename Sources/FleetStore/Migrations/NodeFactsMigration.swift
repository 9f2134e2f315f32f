import GRDB

/// What reports and readiness want to know of a node, beside what planning needs.
enum NodeFactsMigration {
    static func migrate(_ database: Database) throws {
        try database.execute(sql: columns.map { "ALTER TABLE node ADD COLUMN \($0);\n" }.joined())
    }

    private static let columns = [
        "firmware_base TEXT", "autoupdater_branch TEXT", "first_seen INTEGER", "last_seen INTEGER",
        "uptime INTEGER CHECK (uptime >= 0)", "memory INTEGER CHECK (memory >= 0)", "gateway TEXT",
        "fastd_key TEXT CHECK (length(fastd_key) = 64 AND fastd_key NOT GLOB '*[^0-9a-f]*')",
        "wireguard_key TEXT CHECK (length(wireguard_key) = 44)", "contact TEXT",
        "latitude REAL CHECK (latitude BETWEEN -90 AND 90)", "longitude REAL CHECK (longitude BETWEEN -180 AND 180)",
    ]
}

import FleetModel
import GRDB

/// A row of `key`: a key in a domain, and when it was heard of, in seconds since 1970.
struct KeyRecord: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "key"
    static let databaseColumnDecodingStrategy = DatabaseColumnDecodingStrategy.convertFromSnakeCase
    static let databaseColumnEncodingStrategy = DatabaseColumnEncodingStrategy.convertToSnakeCase
    /// What was written later holds.
    static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    var domain: String
    /// Base64.
    var key: String
    var firstSeen: Int
    var lastSeen: Int
    var lastAlive: Int?
    var worker: String?
}

extension KeyRecord {
    init(domain: String, key: WireGuardKey, history: KeyHistory) {
        self.init(
            domain: domain,
            key: key.base64,
            firstSeen: history.firstSeen,
            lastSeen: history.lastSeen,
            lastAlive: history.lastAlive,
            worker: history.worker
        )
    }

    var history: KeyHistory {
        KeyHistory(firstSeen: firstSeen, lastSeen: lastSeen, lastAlive: lastAlive, worker: worker)
    }
}

import FleetModel
import GRDB

/// A row of `key`: a key in a domain, and when it was heard of, in seconds since 1970.
struct KeyRecord: Decodable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "key"
    static let databaseColumnDecodingStrategy = DatabaseColumnDecodingStrategy.convertFromSnakeCase
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

    /// By hand: under a flood `Encodable` takes most of the time that is spent on writing.
    func encode(to container: inout PersistenceContainer) {
        container["domain"] = domain
        container["key"] = key
        container["first_seen"] = firstSeen
        container["last_seen"] = lastSeen
        container["last_alive"] = lastAlive
        container["worker"] = worker
    }

    var history: KeyHistory {
        KeyHistory(firstSeen: firstSeen, lastSeen: lastSeen, lastAlive: lastAlive, worker: worker)
    }
}

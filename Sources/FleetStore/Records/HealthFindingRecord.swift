import GRDB

/// A row of `health_finding`: one reason, from the first poll that had it to the last one.
struct HealthFindingRecord: StoredRecord {
    static let databaseTableName = "health_finding"

    var id: Int64?
    var kind: String
    var name: String
    var check: String
    var gateway: String?
    var domain: String?
    /// Seconds since 1970, like the next two.
    var since: Int
    var lastSeen: Int
    /// Nil while it lasts.
    var endedAt: Int?
    /// JSON of a `Finding`.
    var finding: String
}

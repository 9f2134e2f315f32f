import GRDB

/// A row of `health_verdict`: what was said last of a subject.
struct HealthVerdictRecord: StoredRecord {
    static let databaseTableName = "health_verdict"
    static let persistenceConflictPolicy = PersistenceConflictPolicy(insert: .replace)

    var kind: String
    var name: String
    var verdict: String
    /// Seconds since 1970.
    var takenAt: Int
}

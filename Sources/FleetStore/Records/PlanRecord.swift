import GRDB

/// A row of `plan`.
struct PlanRecord: StoredRecord {
    static let databaseTableName = "plan"

    var id: String
    var name: String
    var createdAt: Double
    /// The whole `Plan` as JSON.
    var content: String
}

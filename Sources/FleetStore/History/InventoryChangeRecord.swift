import GRDB

/// A row of `inventory_change`.
struct InventoryChangeRecord: StoredRecord {
    static let databaseTableName = "inventory_change"

    /// nil before it is inserted.
    var id: Int64?
    var importId: Int64
    /// Seconds since 1970.
    var time: Int
    var subject: String
    var name: String
    var title: String
    var kind: String
    var fact: String?
    var before: String?
    var after: String?
}

import GRDB

/// A row of `event`.
struct EventRecord: StoredRecord {
    static let databaseTableName = "event"

    var rolloutId: String
    /// From 1, without gaps.
    var sequence: Int
    var time: Double
    /// A `JournalEntry` as JSON.
    var entry: String
}

import FleetModel
import GRDB

/// A row of `inventory_source`.
struct SourceRecord: StoredRecord {
    static let databaseTableName = "inventory_source"

    var id: Int64
    var name: String
    var format: String
    var rank: Int
    var toldAt: Int
    var importedAt: Int
    /// JSON in the table.
    var settings: FleetSettings?

    var source: FactSource {
        FactSource(name: name, format: format, rank: FactSource.Rank(rawValue: rank) ?? .hearsay, toldAt: toldAt)
    }
}

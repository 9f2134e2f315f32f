import Foundation
import GRDB

/// A row of `inventory_import`.
struct InventoryImportRecord: StoredRecord {
    static let databaseTableName = "inventory_import"

    /// nil before it is inserted.
    var id: Int64?
    var source: String
    var format: String
    var importedAt: Date

    static func databaseDateEncodingStrategy(for column: String) -> DatabaseDateEncodingStrategy { .iso8601 }
    static func databaseDateDecodingStrategy(for column: String) -> DatabaseDateDecodingStrategy { .iso8601 }
}

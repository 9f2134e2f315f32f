package import Foundation

/// Where values of the inventory come from.
package struct InventoryImport: Sendable, Hashable {
    /// Path or address of what was imported, as the user named it.
    package var source: String
    /// Name of the format: `umstieg`.
    package var format: String
    /// In whole seconds.
    package var importedAt: Date

    package init(source: String, format: String, importedAt: Date) {
        self.source = source
        self.format = format
        self.importedAt = importedAt
    }
}

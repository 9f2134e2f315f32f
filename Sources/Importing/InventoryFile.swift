package import FleetModel

/// An inventory in this program's own format, which `Inventory/community.yaml` documents.
package enum InventoryFile {
    /// Version of the format, the value of the field `umstieg`.
    package static let version = 1

    /// Reads and checks a file.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - name: how the user named it, for errors; nil if that is the path.
    /// - Returns: domains sorted by code, gateways by name, nodes by id.
    /// - Throws: `ConfigErrors` with all that is wrong in the file.
    package static func read(contentsOf path: String, named name: String? = nil) throws(ConfigErrors) -> Fleet {
        try ConfigDocument.read(contentsOf: path, named: name) { InventoryReader(root: $0).fleet() }
    }

    /// Reads and checks a file's content.
    ///
    /// - Parameters:
    ///   - bytes: YAML in UTF-8.
    ///   - file: how the user named it.
    /// - Returns: domains sorted by code, gateways by name, nodes by id.
    /// - Throws: `ConfigErrors` with all that is wrong in the file.
    package static func read(_ bytes: some Collection<UInt8>, file: String) throws(ConfigErrors) -> Fleet {
        try ConfigDocument.read(bytes, file: file) { InventoryReader(root: $0).fleet() }
    }
}

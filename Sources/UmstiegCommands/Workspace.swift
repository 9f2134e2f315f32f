import FleetModel
import FleetStore
import Foundation

/// A directory that holds a database, and the files that a user works with.
struct Workspace {
    /// Absolute path.
    var directory: String

    var databasePath: String { directory + "/" + FleetDatabase.fileName }
    var hasDatabase: Bool { FileManager.default.fileExists(atPath: databasePath) }

    init(directory: String) {
        self.directory = directory
    }

    /// The workspace at `directory` or the nearest one above, else `directory` itself.
    init(nearest directory: String) {
        var candidate = URL(filePath: directory, directoryHint: .isDirectory).standardizedFileURL
        while candidate.pathComponents.count > 1 {
            self.init(directory: candidate.path(percentEncoded: false).removingTrailingSlash)
            if hasDatabase { return }
            candidate.deleteLastPathComponent()
        }
        self.init(directory: directory)
    }

    func openDatabase() throws(StoreError) -> FleetDatabase {
        try FleetDatabase.open(at: databasePath)
    }

    /// The inventory that was imported last.
    ///
    /// - Throws: `StoreError`, or `CommandFailure` if there is none yet.
    func fleet() throws -> Fleet { try Self.fleet(in: openDatabase()) }

    /// The same, where it is for a list only as far as lists show it: there may be a million nodes.
    static func fleet(in database: FleetDatabase, isListed: Bool = false) throws -> Fleet {
        let store = InventoryStore(database)
        guard let fleet = try isListed ? store.loadListed() : store.load() else {
            throw CommandFailure(.failed, "the inventory is empty: «umstieg inventory import SOURCE» fills it")
        }
        return fleet
    }
}

extension String {
    fileprivate var removingTrailingSlash: String { count > 1 && hasSuffix("/") ? String(dropLast()) : self }
}

package import FleetModel
import Foundation
import GRDB

/// A broker's SQLite file.
package final class KeyDatabase: Sendable {
    /// The `PRAGMA application_id` that tells our files from those of other programs: "umkb" in ASCII.
    private static let applicationID = 0x756d_6b62
    /// Seconds to wait for another process that writes, such as one that makes a copy.
    private static let busyTimeout = 5.0

    /// A change of one row.
    package enum Change: Sendable, Hashable {
        case keep(KeyHistory)
        case erase
    }

    /// A row's primary key.
    package struct Name: Sendable, Hashable {
        package var domain: String
        package var key: WireGuardKey

        package init(domain: String, key: WireGuardKey) {
            self.domain = domain
            self.key = key
        }
    }

    private let path: String
    private let queue: DatabaseQueue

    /// Opens the file, which is created where there is none, and brings its schema up to date.
    ///
    /// - Throws: `KeyDatabaseError`. A file that is damaged, of another program or of a later version stays as it is.
    package init(path: String) throws(KeyDatabaseError) {
        self.path = path
        do {
            if FileManager.default.fileExists(atPath: path) { try Self.inspect(path) }
            queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            guard try !queue.read(Self.migrator.hasCompletedMigrations) else { return }
            try queue.writeWithoutTransaction { database in
                // Stays with the file. GRDB's own setting would write on each opening.
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try database.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
            }
            try Self.migrator.migrate(queue)
        } catch {
            throw KeyDatabaseError(error, path: path)
        }
    }

    /// All rows; those whose key is none are left out.
    package func all() throws(KeyDatabaseError) -> [(domain: String, key: WireGuardKey, history: KeyHistory)] {
        do {
            return try queue.read(KeyRecord.fetchAll).compactMap { record in
                (try? WireGuardKey(record.key)).map { (record.domain, $0, record.history) }
            }
        } catch {
            throw KeyDatabaseError(error, path: path)
        }
    }

    /// Writes in one transaction.
    package func write(_ changes: [Name: Change]) async throws(KeyDatabaseError) {
        do {
            try await queue.write { database in
                for (name, change) in changes {
                    switch change {
                    case .keep(let history):
                        try KeyRecord(domain: name.domain, key: name.key, history: history).insert(database)
                    case .erase:
                        try KeyRecord.deleteOne(database, key: ["domain": name.domain, "key": name.key.base64])
                    }
                }
            }
        } catch {
            throw KeyDatabaseError(error, path: path)
        }
    }

    package func close() throws(KeyDatabaseError) {
        do { try queue.close() } catch { throw KeyDatabaseError(error, path: path) }
    }

    /// All versions of the schema in order; one that was released never changes.
    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001-keys", migrate: KeyMigration.migrate)
        return migrator
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.label = "umstieg-broker"
        configuration.prepareDatabase { database in
            // A power cut may take the last registrations; their nodes are known from the retained messages, too.
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        return configuration
    }

    /// Looks at an existing file without changing a byte of it: even switching to WAL would.
    private static func inspect(_ path: String) throws {
        var configuration = configuration
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        try queue.read { database in
            let id = try Int.fetchOne(database, sql: "PRAGMA application_id")
            let tableCount = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema")
            guard id == applicationID || id == 0 && tableCount == 0 else {
                throw KeyDatabaseError(code: .foreign, path: path, message: "is a database of another program")
            }
            if let problem = try String.fetchOne(database, sql: "PRAGMA quick_check(1)"), problem != "ok" {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: problem)
            }
            if tableCount != 0, try migrator.hasBeenSuperseded(database) {
                throw KeyDatabaseError(
                    code: .newer,
                    path: path,
                    message: "was written by a newer version of umstieg; use that version"
                )
            }
        }
    }
}

import FleetModel
import Foundation
import GRDB

/// A workspace's database: the inventory, what was observed, and the journal of rollouts.
package final class FleetDatabase: Sendable {
    /// Its name in a workspace's directory.
    package static let fileName = "umstieg.db"
    /// The `PRAGMA application_id` that tells our files from those of other programs: "umst" in ASCII.
    private static let applicationID = 0x756d_7374
    /// Seconds to wait for another process that writes.
    private static let busyTimeout = 10.0

    /// As the user named it; `:memory:` in tests.
    package let path: String
    let writer: any DatabaseWriter

    private init(path: String, writer: any DatabaseWriter) {
        self.path = path
        self.writer = writer
    }

    /// Opens the database of a workspace and brings its schema up to date.
    ///
    /// - Throws: `StoreError.Code.missing` if there is none, and all that `create(at:)` throws.
    package static func open(at path: String) throws(StoreError) -> FleetDatabase {
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(.missing, path: path, message: "doesn't exist; «umstieg init» makes a workspace")
        }
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        guard size != 0 else {
            throw StoreError(.damaged, path: path, message: "is empty; restore a copy, or delete it and «umstieg init»")
        }
        return try create(at: path)
    }

    /// Opens a database, which is created where there is no file.
    ///
    /// - Throws: `StoreError`. A file that is damaged, of another program or of a later version stays as it is.
    package static func create(at path: String) throws(StoreError) -> FleetDatabase {
        do {
            if FileManager.default.fileExists(atPath: path) { try inspect(path) }
            let database = FleetDatabase(
                path: path,
                writer: try DatabaseQueue(path: path, configuration: configuration)
            )
            try database.migrate()
            return database
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// An empty database that ends with this object.
    package static func inMemory() throws(StoreError) -> FleetDatabase {
        do {
            let database = FleetDatabase(path: ":memory:", writer: try DatabaseQueue(configuration: configuration))
            try database.migrate()
            return database
        } catch {
            throw StoreError(error, path: ":memory:")
        }
    }

    /// Reads in one transaction.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try writer.read(body)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Writes in one transaction, which an error takes back.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try writer.write(body)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busyTimeout)
        configuration.label = "umstieg"
        configuration.prepareDatabase { database in
            // An intent of the journal must outlive a power cut: WAL alone would lose the last ones.
            try database.execute(sql: "PRAGMA synchronous = FULL")
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
                throw StoreError(.foreign, path: path, message: "is a database of another program")
            }
            guard tableCount != 0, try migrator.hasBeenSuperseded(database) else { return }
            let known = Set(migrator.migrations)
            let unknown = try migrator.appliedIdentifiers(database).subtracting(known).sorted()
            let names = unknown.joined(separator: ", ")
            let version =
                try neededVersion(for: unknown, in: database).map { "umstieg \($0) or later" } ?? "that version"
            throw StoreError(
                .newer,
                path: path,
                message: "was written by a newer version of umstieg (it has \(names)); use \(version)"
            )
        }
    }

    private func migrate() throws {
        guard try !writer.read(Self.migrator.hasCompletedMigrations) else { return }
        try writer.writeWithoutTransaction { database in
            // Of a new file: four times SQLite's own, as a hundred thousand nodes come and go at once.
            try database.execute(sql: "PRAGMA page_size = 16384")
            // Stays with the file. GRDB's own setting would write on each opening.
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
        }
        try Self.migrator.migrate(writer)
        try writer.write { database in
            for migration in Self.migrator.migrations {
                try database.execute(
                    sql: "INSERT OR IGNORE INTO schema_version VALUES (?, ?)",
                    arguments: [migration, ProgramVersion.current]
                )
            }
        }
    }

    /// The version of the program that brought the last of these migrations; nil if the file doesn't tell.
    private static func neededVersion(for migrations: [String], in database: Database) throws -> String? {
        guard try database.tableExists("schema_version"), let last = migrations.max() else { return nil }
        return try String.fetchOne(
            database,
            sql: "SELECT program FROM schema_version WHERE migration = ?",
            arguments: [last]
        )
    }
}

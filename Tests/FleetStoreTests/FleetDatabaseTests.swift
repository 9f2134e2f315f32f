import FleetModel
import FleetStore
import Foundation
import GRDB
import Testing

/// Each test has a directory of its own, which is removed after it.
final class FleetDatabaseTests {
    private let directory: URL
    private var path: String { directory.appending(path: FleetDatabase.fileName).path(percentEncoded: false) }
    private let origin = InventoryImport(source: "a", format: "umstieg", importedAt: Date(timeIntervalSince1970: 0))

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "umstieg-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    private func content() throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    private func error(_ body: () throws -> Void) throws -> StoreError.Code {
        try #require(throws: StoreError.self) { try body() }.code
    }

    @Test func `an inventory is there when the database is opened again`() throws {
        _ = try InventoryStore(FleetDatabase.create(at: path)).save(.sample, from: origin)
        #expect(try InventoryStore(FleetDatabase.open(at: path)).load() == .sample)
        #expect(try InventoryStore(FleetDatabase.create(at: path)).load() == .sample)
    }

    @Test func `two processes can have the database open`() throws {
        let writer = InventoryStore(try FleetDatabase.create(at: path))
        let reader = InventoryStore(try FleetDatabase.open(at: path))
        _ = try writer.save(.sample, from: origin)
        #expect(try reader.load() == .sample)
    }

    @Test func `opening a database that isn't there makes none`() throws {
        #expect(try error { _ = try FleetDatabase.open(at: path) } == .missing)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a file that is no database is reported and stays as it is`() throws {
        let text = Data("This is the diary of a node, not a database. Keep it.\n".utf8)
        try text.write(to: URL(filePath: path))
        #expect(try error { _ = try FleetDatabase.open(at: path) } == .damaged)
        #expect(try error { _ = try FleetDatabase.create(at: path) } == .damaged)
        #expect(try content() == text)
    }

    @Test func `an empty file is reported by a command that expects a database`() throws {
        try Data().write(to: URL(filePath: path))
        #expect(try error { _ = try FleetDatabase.open(at: path) } == .damaged)
        _ = try FleetDatabase.create(at: path)
    }

    @Test(arguments: [100, 4096, 10_000])
    func `a database that was cut short is reported and stays as it is`(length: Int) throws {
        _ = try InventoryStore(FleetDatabase.create(at: path)).save(.sample, from: origin)
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try queue.close()
        let cut = try content().prefix(length)
        try cut.write(to: URL(filePath: path))
        let code = try error { _ = try InventoryStore(FleetDatabase.open(at: path)).load() }
        #expect(code == .damaged)
        #expect(try content() == cut)
    }

    @Test func `a database of another program is refused and stays as it is`() throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "CREATE TABLE moz_places (id INTEGER)") }
        try queue.close()
        let before = try content()
        #expect(try error { _ = try FleetDatabase.create(at: path) } == .foreign)
        #expect(try content() == before)
    }

    @Test func `a database of a newer version is refused by the name of what it has more`() throws {
        _ = try FleetDatabase.create(at: path)
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999-future')") }
        try queue.close()
        let error = try #require(throws: StoreError.self) { try FleetDatabase.open(at: path) }
        #expect(error.code == .newer)
        #expect(error.message.contains("9999-future"))
    }

    @Test func `the schema checks what the program might get wrong`() throws {
        _ = try FleetDatabase.create(at: path)
        let queue = try DatabaseQueue(path: path)
        try queue.read { database in
            let tables = try Row.fetchAll(
                database,
                sql: "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT GLOB 'sqlite_*'"
            )
            #expect(tables.count > 5)
            for table in tables where table["name"] != "grdb_migrations" {
                #expect(table["strict"] == 1, "\(table)")
            }
            #expect(try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal")
        }
    }

    @Test func `a database from before links keeps its inventory and gets them`() throws {
        var fleet = Fleet.sample
        fleet.links = []
        _ = try InventoryStore(FleetDatabase.create(at: path)).save(fleet, from: origin)
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            try database.execute(sql: "DROP TABLE link; DELETE FROM grdb_migrations WHERE identifier = '0003-links'")
        }
        try queue.close()
        let store = InventoryStore(try FleetDatabase.open(at: path))
        #expect(try store.load() == fleet)
        _ = try store.save(.sample, from: origin)
        #expect(try store.load() == .sample)
    }
}

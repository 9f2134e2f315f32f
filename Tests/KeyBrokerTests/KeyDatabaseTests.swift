import Foundation
import Testing
import UmstiegTesting

@testable import KeyBroker

/// The file of keys.
struct KeyDatabaseTests {
    private let directory: TestDirectory
    private var path: String { directory.file("keys.db") }

    init() throws { directory = try TestDirectory() }

    private let history = KeyHistory(firstSeen: 1, lastSeen: 2, lastAlive: 3, worker: "gw1")

    private func name(_ number: Int) -> KeyDatabase.Name {
        KeyDatabase.Name(domain: "ffmuc_nord", key: Fixture.key(number))
    }

    @Test func `what was written is there again, and what was erased isn't`() async throws {
        let database = try KeyDatabase(path: path)
        try await database.write([name(1): .keep(history), name(2): .keep(KeyHistory(firstSeen: 5, lastSeen: 6))])
        try await database.write([name(2): .keep(KeyHistory(firstSeen: 5, lastSeen: 7)), name(3): .erase])
        try await database.write([name(1): .erase])
        try database.close()
        let rows = try KeyDatabase(path: path).all()
        #expect(rows.map(\.key) == [Fixture.key(2)])
        #expect(rows.map(\.history) == [KeyHistory(firstSeen: 5, lastSeen: 7)])
    }

    @Test func `a damaged file is refused and stays as it is`() throws {
        let bytes = Data(String(repeating: "no database ", count: 1000).utf8)
        try bytes.write(to: URL(filePath: path))
        let error = #expect(throws: KeyDatabaseError.self) { try KeyDatabase(path: path) }
        #expect(error?.code == .damaged)
        #expect(error?.description.contains(path) == true)
        #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
    }

    @Test func `a file whose pages are damaged is refused and stays as it is`() async throws {
        let database = try KeyDatabase(path: path)
        try await database.write(Dictionary(uniqueKeysWithValues: (0..<2000).map { (name($0), .keep(history)) }))
        try database.close()
        var bytes = try Data(contentsOf: URL(filePath: path))
        for index in 20_000..<24_000 { bytes[index] = 0xff }
        try bytes.write(to: URL(filePath: path))
        let error = #expect(throws: KeyDatabaseError.self) { try KeyDatabase(path: path) }
        #expect(error?.code == .damaged)
        #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
    }

    @Test func `a file of another program, or of a later version, is refused`() throws {
        try TestProcess.run(
            "/usr/bin/python3",
            ["-c", "import sqlite3; sqlite3.connect('\(path)').execute('create table t (x)')"]
        )
        #expect(throws: KeyDatabaseError.self) { try KeyDatabase(path: path) }
        let later = directory.file("later.db")
        try KeyDatabase(path: later).close()
        let script = """
            import sqlite3
            c = sqlite3.connect('\(later)')
            c.execute("insert into grdb_migrations values ('9999-later')")
            c.commit()
            """
        try TestProcess.run("/usr/bin/python3", ["-c", script])
        let error = #expect(throws: KeyDatabaseError.self) { try KeyDatabase(path: later) }
        #expect(error?.code == .newer)
    }

    @Test func `changes are written together, the last of each row`() async throws {
        let database = try KeyDatabase(path: path)
        let writes = WriteBehind(database)
        for second in 1...100 { writes.add(.keep(KeyHistory(firstSeen: 1, lastSeen: second)), to: name(1)) }
        writes.add(.keep(history), to: name(2))
        writes.add(.erase, to: name(2))
        #expect(writes.count == 2)
        #expect(try database.all().isEmpty)
        try await writes.flush()
        #expect(try database.all().map(\.history.lastSeen) == [100])
        #expect(writes.count == 0)
    }

    @Test func `what can't be written waits, within bounds, and yields to newer changes`() async throws {
        let database = try KeyDatabase(path: path)
        let writes = WriteBehind(database, capacity: 2)
        try database.close()
        for number in 1...5 { writes.add(.keep(history), to: name(number)) }
        await #expect(throws: KeyDatabaseError.self) { try await writes.flush() }
        #expect(writes.count == 2)
        writes.add(.erase, to: name(1))
        #expect(writes.count == 2)
    }
}

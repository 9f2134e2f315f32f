import FleetModel
import FleetStore
import Foundation
import GRDB
import Rollouts
import Testing

/// Each test has a directory of its own, which is removed after it.
final class DatabaseCareTests {
    private let directory: URL
    private var path: String { directory.appending(path: FleetDatabase.fileName).path(percentEncoded: false) }
    private var copy: String { directory.appending(path: "copy.db").path(percentEncoded: false) }
    private let origin = InventoryImport(source: "a", format: "umstieg", importedAt: Date(timeIntervalSince1970: 0))

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "umstieg-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    private func filled() throws -> FleetDatabase {
        let database = try FleetDatabase.create(at: path)
        _ = try InventoryStore(database).save(.sample, from: origin)
        return database
    }

    private var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? [] }

    @Test func `a whole database has no problems, and tells what it holds`() throws {
        let condition = try filled().condition()
        #expect(condition.problems == [])
        #expect(condition.nodes == Fleet.sample.nodes.count)
        #expect(condition.version == ProgramVersion.current)
        #expect(condition.bytes > 0)
    }

    @Test func `a page that was overwritten is found, and nothing is repaired`() throws {
        let database = try filled()
        _ = try database.vacuum()
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        // Beyond the schema, whose damage no opening survives.
        for page in stride(from: 8 * 4096, to: size, by: 4096) {
            try handle.seek(toOffset: UInt64(page))
            try handle.write(contentsOf: Data(repeating: 0xff, count: 512))
        }
        try handle.close()
        let before = try Data(contentsOf: URL(filePath: path))
        do throws(StoreError) {
            let problems = try FleetDatabase.open(at: path).condition().problems
            #expect(!problems.isEmpty)
        } catch {
            #expect(error.code == .damaged)
        }
        #expect(throws: StoreError.self) { try FleetDatabase.open(at: path).backup(to: copy) }
        #expect(!files.contains("copy.db"))
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test func `a reference to nothing is a problem`() throws {
        let database = try filled()
        let queue = try DatabaseQueue(path: path, configuration: Configuration.withoutReferences)
        try queue.write { try $0.execute(sql: "UPDATE node SET domain = 'x' WHERE id = '02caffee0001'") }
        try queue.close()
        #expect(try database.condition().problems.contains { $0.contains("node") && $0.contains("domain") })
    }

    @Test func `a copy has everything, is whole and takes no other file's place`() throws {
        let database = try filled()
        #expect(try database.backup(to: copy) > 0)
        #expect(try InventoryStore(FleetDatabase.open(at: copy)).load() == .sample)
        let error = try #require(throws: StoreError.self) { try database.backup(to: copy) }
        #expect(error.message.contains("is there already"))
        #expect(!files.contains { $0.contains(".part") })
    }

    @Test func `vacuuming forgets what is old, and gives its room back`() throws {
        let database = try filled()
        var fleet = Fleet.sample
        for round in 1...40 {
            for index in fleet.nodes.indices { fleet.nodes[index].firmware = "v\(round)" }
            let later = InventoryImport(
                source: "a",
                format: "umstieg",
                importedAt: Date(timeIntervalSince1970: Double(round))
            )
            _ = try InventoryStore(database).save(fleet, from: later)
        }
        let forgotten = try database.forget(now: 100 * 86_400, keeping: 86_400)
        #expect(forgotten == 40 * fleet.nodes.count)
        #expect(try database.condition().changes == 0)
        let (before, after) = try database.vacuum()
        #expect(after < before)
        #expect(try InventoryStore(database).load() == fleet)
    }

    @Test func `a newer database says which version it needs`() throws {
        _ = try filled()
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999-future')")
            try database.execute(sql: "INSERT INTO schema_version VALUES ('9999-future', '7.1.0')")
        }
        try queue.close()
        let error = try #require(throws: StoreError.self) { try FleetDatabase.open(at: path) }
        #expect(error.code == .newer)
        #expect(error.message.contains("use umstieg 7.1.0 or later"))
    }

    @Test(.timeLimit(.minutes(1))) func `whoever reads for long keeps no rollout from writing, and sees one moment`()
        async throws
    {
        _ = try filled()
        let fixture = try FleetDatabase.open(at: path)
        let journal = JournalStore(database: try FleetDatabase.open(at: path))
        let rollout = try journal.start("r1", plan: nil, name: "day", owner: "a@b")
        let reader = try DatabaseQueue(path: path)
        let counts = try await reader.read { db in
            let before = try Int.fetchOne(db, sql: "SELECT count(*) FROM event")
            try journal.appendNow(.woke, to: rollout.id)
            return [before, try Int.fetchOne(db, sql: "SELECT count(*) FROM event")]
        }
        #expect(counts == [0, 0])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 0..<100 { try await journal.append(TimedEntry(time: 1, entry: .woke), to: rollout.id) }
            }
            group.addTask {
                for _ in 0..<10 {
                    let fleet = try InventoryStore(fixture).load()
                    #expect(fleet == .sample)
                }
            }
            group.addTask { [copy] in _ = try fixture.backup(to: copy) }
            group.addTask {
                let problems = try fixture.condition().problems
                #expect(problems == [])
            }
            try await group.waitForAll()
        }
        #expect(try journal.entries(of: rollout.id).count == 101)
        #expect(try FleetDatabase.open(at: copy).condition().problems == [])
    }
}

extension JournalStore {
    /// From another thread, as the reader has this one.
    fileprivate func appendNow(_ entry: JournalEntry, to rollout: String) throws {
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            try await append(TimedEntry(time: 1, entry: entry), to: rollout)
            done.signal()
        }
        try #require(done.wait(timeout: .now() + 20) == .success)
    }
}

extension Configuration {
    fileprivate static var withoutReferences: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        return configuration
    }
}

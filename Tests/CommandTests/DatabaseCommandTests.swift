import FleetStore
import Foundation
import Testing
import UmstiegCommands

struct DatabaseCommandTests {
    @Test func `the database is checked, copied and made small`() async throws {
        let workspace = try await RolloutWorkspace()
        let check = await workspace.run("db", "check", "--output", "json")
        let object = try #require(try check.json() as? [String: Any], "\(check.errors)")
        #expect(object["whole"] as? Bool == true)
        #expect(object["version"] as? String == "0.1.0")
        let backup = await workspace.run("db", "backup", "copy.db")
        #expect(backup.status == .done, "\(backup.errors)")
        #expect(await workspace.run("db", "backup", "copy.db").status == .failed)
        #expect(await workspace.run("db", "backup").output.contains("umstieg-20261118T110640Z.db: "))
        #expect(await workspace.run("db", "vacuum", "--keep", "10").status == .done)
        #expect(await workspace.run("db", "vacuum", "--keep=-1").status == .usage)
    }

    @Test func `while a rollout runs, the database is copied, but not rebuilt`() async throws {
        let workspace = try await RolloutWorkspace()
        _ = try await workspace.start("r1", in: try workspace.journal(process: .elsewhere))
        let vacuum = await workspace.run("db", "vacuum")
        #expect(vacuum.status == .failed)
        #expect(vacuum.errors.contains("r1 runs"))
        #expect(await workspace.run("db", "check").status == .done)
        #expect(await workspace.run("db", "backup", "copy.db").status == .done)
    }

    @Test func `a damaged database is reported by each command, and stays as it is`() async throws {
        let workspace = try await RolloutWorkspace()
        let text = "no database at all, but a long enough text to look at"
        for ending in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: workspace.directory.path + "/umstieg.db" + ending)
        }
        try workspace.directory.write(text, to: "umstieg.db")
        for arguments in [["check"], ["backup", "copy.db"], ["vacuum"]] {
            let run = await CommandRun(arguments: ["db"] + arguments, in: workspace.directory.path)
            #expect(run.status == .failed)
            #expect(run.errors.contains("is damaged"), "\(run.errors)")
        }
        #expect(try workspace.directory.read("umstieg.db") == text)
        #expect(!workspace.directory.has("copy.db"))
    }
}

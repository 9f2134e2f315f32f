import FleetModel
import Foundation
import Planning
import Testing
import Transactions
import Transport

/// The script that makes a gateway's key, run by a real shell with a `wg` of the test's.
struct WireGuardKeyScriptTests {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "umstieg key's \(UUID())")

    private func run(wg: String) async throws -> CommandResult {
        let step = WireGuardKeyStep(
            path: directory.appending(path: "wg-x.key").path(percentEncoded: false),
            mode: "0640",
            owner: "\(getuid()):\(getgid())"
        )
        let endpoint = Endpoint(name: "here", address: "local")
        let connection = try await LocalConnector().connect(to: endpoint, within: .seconds(10))
        let result = try await connection.run(RemoteCommand("wg() {\n\(wg)\n}\n\(step.script)"))
        await connection.close()
        return result
    }

    private var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: directory.path(percentEncoded: false)) }
    }

    @Test func `a key is made once, and only its public half is said`() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let wg = "case $1 in genkey) echo secret$$ ;; pubkey) read -r key && echo public ;; esac"
        #expect(try await run(wg: wg).text == "public\n")
        let key = try Data(contentsOf: directory.appending(path: "wg-x.key"))
        #expect(try await run(wg: wg).text == "public\n")
        #expect(try Data(contentsOf: directory.appending(path: "wg-x.key")) == key)
        #expect(try files == ["wg-x.key"])
    }

    @Test(arguments: ["return 1", "echo half; return 1", "return 0"])
    func `a key that can't be made leaves nothing behind, as on a full disk`(wg: String) async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        #expect(try await !run(wg: wg).succeeded)
        #expect(try files.isEmpty)
    }
}

import FleetModel
import Foundation
import Planning
import Testing
import Transactions
import Transport

/// The scripts that bring a program to a gateway, run by a real shell.
struct ProgramScriptTests {
    private let program = Array("#!/bin/sh\necho it runs\n".utf8)
    private let directory = FileManager.default.temporaryDirectory.appending(path: "umstieg program's \(UUID())")

    private var step: ProgramStep {
        ProgramStep(
            name: "umstieg-worker",
            directory: directory.path(percentEncoded: false),
            digest: SHA256Digest.text(of: program)
        )
    }

    private func run(_ script: String, _ input: [UInt8] = []) async throws -> CommandResult {
        let endpoint = Endpoint(name: "here", address: "local")
        let connection = try await LocalConnector().connect(to: endpoint, within: .seconds(10))
        let result = try await connection.run(RemoteCommand(script, standardInput: input))
        await connection.close()
        return result
    }

    @Test func `a program gets its name when it has arrived, and is known from then on`() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        #expect(try await !run(step.checkScript).succeeded)
        #expect(try await run(step.installScript, program).succeeded)
        #expect(try await run(step.checkScript).succeeded)
        #expect(try await run(step.path.shellQuoted).text == "it runs\n")
        #expect(try await run(step.installScript, program).succeeded)
        #expect(try FileManager.default.contentsOfDirectory(atPath: step.directory).count == 1)
    }

    @Test func `what was cut on the way leaves nothing behind`() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let result = try await run(step.installScript, program.dropLast())
        #expect(!result.succeeded)
        #expect(result.errorText.contains("its digest differs"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: step.directory).isEmpty)
    }

    @Test func `a program that someone changed isn't taken for ours`() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        #expect(try await run(step.installScript, program).succeeded)
        #expect(try await run("echo more >> \(step.path.shellQuoted)").succeeded)
        #expect(try await !run(step.checkScript).succeeded)
    }
}

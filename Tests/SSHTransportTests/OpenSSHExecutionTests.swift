import Foundation
import Testing
import Transport

@testable import SSHTransport

@Suite(.serialized, .enabled(if: Tool.hasOpenSSH, "\(Tool.missingOpenSSH)"))
struct OpenSSHExecutionTests {
    @Test func `a command's output, errors and status come back`() async throws {
        let server = try OpenSSHServer()
        try await withConnector(server.settings()) { connector in
            let connection = try await connector.connect(to: server.endpoint(), within: .seconds(20))
            let result = try await connection.run(RemoteCommand("echo out; echo err >&2; exit 7"))
            #expect(result.ending == .exited(7))
            #expect(result.text == "out\n")
            #expect(result.errorText == "err\n")
            await connection.close()
        }
    }

    @Test func `20 MB go in and come out unchanged`() async throws {
        let server = try OpenSSHServer()
        try await withConnector(server.settings()) { connector in
            let connection = try await connector.connect(to: server.endpoint(), within: .seconds(20))
            var generator = SystemRandomNumberGenerator()
            let block = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let input = [UInt8]((0..<5120).map { _ in block }.joined())
            let command = RemoteCommand("cat", standardInput: input, limit: .seconds(120), outputLimit: 32 << 20)
            let result = try await connection.run(command)
            #expect(result.succeeded)
            #expect(result.standardOutput == input)
            await connection.close()
        }
    }

    @Test func `100 commands run on one session, more than the host allows at once`() async throws {
        let server = try OpenSSHServer(options: ["MaxSessions 3"])
        try await withConnector(server.settings()) { connector in
            let connection = try await connector.connect(to: server.endpoint(), within: .seconds(20))
            let outputs = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for number in 0..<100 {
                    group.addTask { (number, try await connection.run(RemoteCommand("echo \(number)")).text) }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            #expect(outputs == Dictionary(uniqueKeysWithValues: (0..<100).map { ($0, "\($0)\n") }))
            await connection.close()
        }
    }

    @Test func `a connection cut midway is lost, for all its commands`() async throws {
        let server = try OpenSSHServer()
        try await withConnector(server.settings()) { connector in
            let connection = try await connector.connect(to: server.endpoint(), within: .seconds(20))
            let idle = Task { try await connection.run(RemoteCommand("exec sleep 60")) }
            // The command's parent is the server process of this connection.
            let error = await transportError { _ = try await connection.run(RemoteCommand("kill -9 $PPID; sleep 60")) }
            #expect(error?.code == .connectionLost, "\(String(describing: error))")
            let other = await transportError { _ = try await idle.value }
            #expect(other?.code == .connectionLost)
            let late = await transportError { _ = try await connection.run(RemoteCommand("true")) }
            #expect(late?.code == .connectionLost)
        }
    }

    @Test func `a host that stops answering is given up, one that is only silent is not`() async throws {
        let server = try OpenSSHServer()
        var settings = try server.settings()
        settings.keepalive = .seconds(2)
        try await withConnector(settings) { connector in
            let connection = try await connector.connect(to: server.endpoint(), within: .seconds(20))
            #expect(try await connection.run(RemoteCommand("sleep 9; echo awake")).text == "awake\n")
            let error = await transportError {
                _ = try await connection.run(RemoteCommand("kill -STOP $PPID; exec sleep 1000", limit: .seconds(60)))
            }
            #expect(error?.code == .connectionLost)
            #expect(error?.message.contains("nothing heard for") == true, "\(String(describing: error))")
        }
    }

    @Test func `a cancelled command leaves the connection usable`() async throws {
        // sshd counts a session until its program has ended, and each of these sleeps on for its five seconds.
        let server = try OpenSSHServer(options: ["MaxSessions 40"])
        try await withConnector(server.settings()) { connector in
            let connection = try await connector.connect(to: server.endpoint(), within: .seconds(20))
            for _ in 0..<30 {
                let task = Task { try await connection.run(RemoteCommand("echo begun; exec sleep 5")) }
                for _ in 0..<Int.random(in: 0...50) { await Task.yield() }
                task.cancel()
                let error = await transportError { _ = try await task.value }
                #expect(error?.code == .cancelled)
            }
            #expect(try await connection.run(RemoteCommand("echo hi")).text == "hi\n")
            await connection.close()
        }
    }

    @Test func `new keys in mid-transfer do no harm`() async throws {
        let server = try OpenSSHServer(options: ["RekeyLimit 1M"])
        try await withConnector(server.settings()) { connector in
            let connection = try await connector.connect(to: server.endpoint(), within: .seconds(20))
            let input = (0..<(8 << 20)).map { UInt8(truncatingIfNeeded: $0 >> 8) }
            let result = try await connection.run(RemoteCommand("cat", standardInput: input))
            #expect(result.standardOutput == input)
            await connection.close()
        }
    }
}

import Foundation
import Synchronization
import Testing
import Transport
import UmstiegTesting

@testable import SSHTransport

@Suite(.serialized, .enabled(if: Tool.hasOpenSSH, "\(Tool.missingOpenSSH)"))
struct JumpTests {
    /// Inner hosts are told apart by their host keys, so an inner session at the wrong host fails its check.
    @Test func `20 inner sessions through one jump host reach the right hosts`() async throws {
        let jump = try OpenSSHServer()
        let inner = try (0..<4).map { _ in try OpenSSHServer() }
        let known = ([jump] + inner).map(\.knownHosts).joined()
        try await withConnector(jump.settings(knownHosts: known)) { connector in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    let endpoint = inner[number % 4].endpoint("node\(number)", jumps: [jump.endpoint("gw01")])
                    let command = RemoteCommand("echo $SSH_CONNECTION")
                    group.addTask {
                        let connection = try await connector.connect(to: endpoint, within: .seconds(60))
                        let port = try await connection.run(command).text.split(separator: " ").last
                        #expect(port == "\(endpoint.port ?? 0)\n")
                        await connection.close()
                    }
                }
                try await group.waitForAll()
            }
        }
        jump.end()
        #expect(jump.log.components(separatedBy: "Accepted publickey").count == 2, "one login at the jump host")
    }

    @Test func `a host that doesn't answer holds nobody else up`() async throws {
        let jump = try OpenSSHServer()
        let server = try OpenSSHServer()
        let silent = try SilentPort()
        try await withConnector(jump.settings(knownHosts: jump.knownHosts + server.knownHosts)) { connector in
            let gone = Endpoint(name: "gone", address: "127.0.0.1", port: silent.port, jumps: [jump.endpoint("gw01")])
            let hasFailed = Mutex(false)
            async let failure = transportError {
                defer { hasFailed.withLock { $0 = true } }
                _ = try await connector.connect(to: gone, within: .seconds(20))
            }
            // Until the jump host is at it.
            try await Task.sleep(for: .seconds(1))
            let endpoints = (0..<5).map { server.endpoint("node\($0)", jumps: [jump.endpoint("gw01")]) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for endpoint in endpoints {
                    group.addTask {
                        let connection = try await connector.connect(to: endpoint, within: .seconds(60))
                        #expect(try await connection.run(RemoteCommand("echo hi")).text == "hi\n")
                        await connection.close()
                    }
                }
                try await group.waitForAll()
            }
            #expect(hasFailed.withLock { !$0 }, "they waited for the other one")
            #expect(await failure?.code == .timedOut)
        }
        jump.end()
        #expect(jump.log.components(separatedBy: "Accepted publickey").count == 3, "two logins at the jump host")
    }

    @Test func `20 MB go through a jump host unchanged`() async throws {
        let jump = try OpenSSHServer()
        let server = try OpenSSHServer()
        try await withConnector(jump.settings(knownHosts: jump.knownHosts + server.knownHosts)) { connector in
            let endpoint = server.endpoint("node", jumps: [jump.endpoint("gw01")])
            let connection = try await connector.connect(to: endpoint, within: .seconds(60))
            let input = (0..<(20 << 20)).map { UInt8(truncatingIfNeeded: $0 >> 10) }
            let command = RemoteCommand("cat", standardInput: input, limit: .seconds(120), outputLimit: 32 << 20)
            #expect(try await connection.run(command).standardOutput == input)
            await connection.close()
        }
    }

    @Test func `two jumps in a row work, also from the ssh configuration`() async throws {
        let servers = try (0..<3).map { _ in try OpenSSHServer() }
        var settings = try servers[0].settings(knownHosts: servers.map(\.knownHosts).joined())
        settings.config = SSHConfig(
            text: servers.enumerated().map { index, server in
                """
                Host h\(index)
                    HostName 127.0.0.1
                    Port \(server.port)
                    IdentityFile \(server.userKey.path)
                    \(index > 0 ? "ProxyJump h\(index - 1)" : "")

                """
            }.joined()
        )
        try await withConnector(settings) { connector in
            let connection = try await connector.connect(
                to: Endpoint(name: "node", address: "h2"),
                within: .seconds(60)
            )
            #expect(try await connection.run(RemoteCommand("echo hi")).text == "hi\n")
            await connection.close()
        }
    }

    @Test func `an inner host's key is checked`() async throws {
        let jump = try OpenSSHServer()
        let server = try OpenSSHServer()
        try await withConnector(jump.settings(knownHosts: jump.knownHosts)) { connector in
            let error = await transportError {
                _ = try await connector.connect(
                    to: server.endpoint("node", jumps: [jump.endpoint("gw01")]),
                    within: .seconds(20)
                )
            }
            #expect(error?.code == .hostKeyUnknown)
            #expect(error?.host == "node")
        }
    }

    @Test func `a jump host's trouble is told with its name`() async throws {
        let server = try OpenSSHServer()
        try await withConnector(server.settings()) { connector in
            let gone = Endpoint(name: "gw09", address: "127.0.0.1", port: FreePort.find())
            let error = await transportError {
                _ = try await connector.connect(to: server.endpoint("node", jumps: [gone]), within: .seconds(20))
            }
            #expect(error?.code == .connectionRefused)
            #expect(error?.host == "node")
            #expect(error?.message.hasPrefix("through gw09: connection refused") == true)
        }
    }

    @Test func `where a jump host doesn't answer, another one does`() async throws {
        let jump = try OpenSSHServer()
        let server = try OpenSSHServer()
        let known = jump.knownHosts + server.knownHosts
        try await withConnector(jump.settings(knownHosts: known)) { connector in
            var endpoint = server.endpoint(
                "node",
                jumps: [
                    Endpoint(name: "gw09", address: "127.0.0.1", port: FreePort.find())
                ]
            )
            endpoint.detours = [[jump.endpoint("gw01")]]
            let connection = try await connector.connect(to: endpoint, within: .seconds(20))
            #expect(try await connection.run(RemoteCommand("echo there")).text == "there\n")
            await connection.close()
        }
    }

    @Test func `a jump host that was silent a moment ago is tried last`() throws {
        let closures = JumpClosures()
        let gateways = ["gw01", "gw02"].map { Endpoint(name: $0, address: $0) }
        var endpoint = Endpoint(name: "node", address: "fd00::1", jumps: [gateways[0]])
        endpoint.detours = [[gateways[1]]]
        let names = { closures.sorted(endpoint.ways).map { $0.jumps.map(\.name) } }
        #expect(names() == [["gw01"], ["gw02"]])
        // The node's own silence says nothing of its jump host.
        closures.note(TransportError(.timedOut, host: "node", message: ""), on: endpoint.ways[0])
        #expect(names() == [["gw01"], ["gw02"]])
        closures.note(TransportError(.hostKeyChanged, host: "node", message: "", jump: "gw01"), on: endpoint.ways[0])
        #expect(names() == [["gw01"], ["gw02"]])
        closures.note(TransportError(.timedOut, host: "node", message: "", jump: "gw01"), on: endpoint.ways[0])
        #expect(names() == [["gw02"], ["gw01"]])
    }

    @Test func `with no way left all that was tried is told`() async throws {
        let jump = try OpenSSHServer()
        try await withConnector(jump.settings()) { connector in
            var endpoint = Endpoint(name: "node", address: "127.0.0.1", port: FreePort.find())
            endpoint.jumps = [Endpoint(name: "gw09", address: "127.0.0.1", port: FreePort.find())]
            endpoint.detours = [[jump.endpoint("gw01")]]
            let error = await transportError { _ = try await connector.connect(to: endpoint, within: .seconds(20)) }
            #expect(error?.host == "node")
            #expect(error?.message.contains("through gw09: connection refused") == true)
            #expect(error?.message.contains("by another way gw01 could not connect to 127.0.0.1") == true)
        }
    }

    @Test func `another key is told at once, whatever other ways there are`() async throws {
        let jump = try OpenSSHServer()
        let server = try OpenSSHServer()
        let other = try OpenSSHServer()
        let wrong = other.knownHosts.replacing("\(other.port)", with: "\(server.port)")
        try await withConnector(jump.settings(knownHosts: jump.knownHosts + wrong)) { connector in
            var endpoint = server.endpoint("node", jumps: [jump.endpoint("gw01")])
            endpoint.detours = [[jump.endpoint("gw01")], []]
            let error = await transportError { _ = try await connector.connect(to: endpoint, within: .seconds(20)) }
            #expect(error?.code == .hostKeyChanged)
            #expect(error?.message.contains("by another way") == false)
        }
    }

    @Test func `an inner host that the jump host cannot reach is unreachable`() async throws {
        let jump = try OpenSSHServer()
        try await withConnector(jump.settings()) { connector in
            let endpoint = Endpoint(
                name: "node",
                address: "127.0.0.1",
                port: FreePort.find(),
                jumps: [jump.endpoint("gw01")]
            )
            let error = await transportError { _ = try await connector.connect(to: endpoint, within: .seconds(20)) }
            #expect(error?.code == .unreachable)
            #expect(error?.message.hasPrefix("gw01 could not connect to 127.0.0.1 port") == true)
        }
    }

    @Test func `a jump host that dies takes its inner connections along, and is dialled anew`() async throws {
        let jump = try OpenSSHServer()
        let server = try OpenSSHServer()
        try await withConnector(jump.settings(knownHosts: jump.knownHosts + server.knownHosts)) { connector in
            let endpoint = server.endpoint("node", jumps: [jump.endpoint("gw01")])
            let inner = try await connector.connect(to: endpoint, within: .seconds(20))
            let running = Task { try await inner.run(RemoteCommand("exec sleep 60")) }
            let outer = try await connector.connect(to: jump.endpoint("gw01"), within: .seconds(20))
            _ = try? await outer.run(RemoteCommand("pkill -KILL -P \(jump.pid)"))
            let error = await transportError { _ = try await running.value }
            #expect(error?.code == .connectionLost)
            let again = try await connector.connect(to: endpoint, within: .seconds(20))
            #expect(try await again.run(RemoteCommand("echo hi")).text == "hi\n")
            await again.close()
        }
    }
}

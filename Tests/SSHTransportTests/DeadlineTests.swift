import Foundation
import Testing
import Transport
import UmstiegTesting

@testable import SSHTransport

@Suite(.serialized)
struct DeadlineTests {
    private let directory: TestDirectory
    private let settings: SSHSettings

    init() throws {
        directory = try TestDirectory()
        settings = SSHSettings(workspaceKnownHosts: directory.file("known_hosts"), home: directory.path, user: "root")
    }

    private func connect(
        port: Int,
        address: String = "127.0.0.1",
        within limit: Duration = .milliseconds(500)
    )
        async throws -> TransportError?
    {
        try await withConnector(settings) { connector in
            await transportError {
                let endpoint = Endpoint(name: "gw01", address: address, port: port)
                try await connector.connect(to: endpoint, within: limit).close()
            }
        }
    }

    @Test func `a host that takes no connection times out in connect`() async throws {
        let server = RawServer(manner: .ignore)
        let error = try await connect(port: server.port)
        #expect(error == TransportError(.timedOut, host: "gw01", message: "timed out after 0.5 s in connect"))
    }

    @Test func `a host that says nothing times out in key exchange`() async throws {
        let server = RawServer()
        let error = try await connect(port: server.port, within: .seconds(4))
        #expect(error == TransportError(.timedOut, host: "gw01", message: "timed out after 4 s in key exchange"))
    }

    @Test func `a host that always hangs up is tried until the deadline`() async throws {
        let server = RawServer(saying: Array("Exceeded MaxStartups\r\n".utf8), manner: .hangUp)
        let error = try await connect(port: server.port, within: .seconds(2))
        #expect(error?.code == .timedOut)
        #expect(error?.message.contains("(Exceeded MaxStartups)") == true, "\(String(describing: error))")
        #expect(server.connections >= 2)
    }

    @Test func `a refused connection is said so`() async throws {
        let error = try await connect(port: FreePort.find())
        #expect(error?.code == .connectionRefused)
        #expect(error?.message.hasPrefix("connection refused") == true)
    }

    @Test func `a name that does not exist is said so`() async throws {
        let error = try await connect(port: 22, address: "no-such-host.invalid", within: .seconds(20))
        #expect(error?.code == .nameNotFound, "\(String(describing: error))")
    }

    @Test func `a destination without a route is unreachable`() async throws {
        // Linux does not connect to a multicast address over TCP.
        let error = try await connect(port: 22, address: "240.0.0.1", within: .seconds(1))
        #expect(error?.code == .unreachable || error?.code == .timedOut, "\(String(describing: error))")
    }

    @Test func `connecting can be cancelled`() async throws {
        let server = RawServer()
        try await withConnector(settings) { connector in
            let endpoint = Endpoint(name: "gw01", address: "127.0.0.1", port: server.port)
            let connecting = Task { try await connector.connect(to: endpoint, within: .seconds(60)) }
            while server.connections == 0 { await Task.yield() }
            connecting.cancel()
            let error = await transportError { _ = try await connecting.value }
            #expect(error?.code == .cancelled)
        }
    }

    @Test(.enabled(if: Tool.hasOpenSSH, "\(Tool.missingOpenSSH)"))
    func `an agent that does not answer times out in login`() async throws {
        let server = try OpenSSHServer()
        let silent = SilentSocket(path: server.directory.file("agent"))
        var settings = try server.settings()
        settings.agentSocket = silent.path
        var endpoint = server.endpoint()
        endpoint.identity = nil
        try await withConnector(settings) { connector in
            let error = await transportError {
                try await connector.connect(to: endpoint, within: .seconds(8)).close()
            }
            #expect(error == TransportError(.timedOut, host: "gw01", message: "timed out after 8 s in login"))
        }
    }
}

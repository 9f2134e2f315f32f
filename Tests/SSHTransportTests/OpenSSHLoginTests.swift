import Foundation
import Testing
import Transport
import UmstiegTesting

@testable import SSHTransport

@Suite(.serialized, .enabled(if: Tool.hasOpenSSH, "\(Tool.missingOpenSSH)"))
struct OpenSSHLoginTests {
    private let server: OpenSSHServer

    init() throws {
        server = try OpenSSHServer()
    }

    /// Logs in with a key that the server was told of; returns the error if that failed.
    private func logIn(
        _ key: TestKey,
        authorize: Bool = true,
        _ change: (inout SSHSettings, inout Endpoint) -> Void = { _, _ in }
    ) async throws -> TransportError? {
        if authorize { try server.directory.write(key.publicLine + "\n", to: "authorized_keys") }
        var settings = try server.settings()
        var endpoint = server.endpoint()
        endpoint.identity = key.path
        change(&settings, &endpoint)
        return try await withConnector(settings) { connector in
            await transportError {
                let connection = try await connector.connect(to: endpoint, within: .seconds(20))
                #expect(try await connection.run(RemoteCommand("echo hi")).text == "hi\n")
                await connection.close()
            }
        }
    }

    @Test(arguments: [
        ("ed25519", []), ("ecdsa", []), ("ecdsa", ["-b", "384"]), ("ecdsa", ["-b", "521"]), ("ecdsa", ["-m", "PEM"]),
        ("ecdsa", ["-m", "PKCS8"]),
    ])
    func `key files of both kinds and all formats log in`(type: String, options: [String]) async throws {
        let key = try TestKey(type, in: server.directory, name: "key", options: options)
        #expect(try await logIn(key) == nil)
    }

    @Test(arguments: [[], ["-m", "PEM"], ["-m", "PKCS8"]])
    func `an RSA key file fails with the reason`(options: [String]) async throws {
        let key = try TestKey("rsa", in: server.directory, name: "key", options: options)
        let error = try await logIn(key)
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("RSA key needs a newer libssh2") == true, "\(String(describing: error))")
    }

    @Test func `a refused key is named with the methods that the host accepts`() async throws {
        let key = try TestKey("ed25519", in: server.directory, name: "stranger")
        let error = try await logIn(key, authorize: false)
        #expect(error?.code == .authenticationFailed)
        #expect(error?.message.contains(key.key.fingerprint) == true)
        #expect(error?.message.contains("the host accepts publickey") == true, "\(String(describing: error))")
    }

    @Test func `no key at all is said so`() async throws {
        let error = try await logIn(server.userKey) { $1.identity = nil }
        #expect(error?.code == .authenticationFailed)
        #expect(error?.message.contains("no key to try") == true)
    }

    @Test(arguments: [[], ["-m", "PKCS8"]])
    func `an encrypted key needs the agent`(options: [String]) async throws {
        let key = try TestKey("ecdsa", in: server.directory, name: "locked", passphrase: "secret", options: options)
        let error = try await logIn(key)
        #expect(error?.code == .authenticationFailed)
        #expect(error?.message.contains("\(key.path) is encrypted: add it to the agent with ssh-add") == true)
        let agent = try TestAgent(in: server.directory)
        try agent.add(key, passphrase: "secret", in: server.directory)
        #expect(try await logIn(key) { settings, _ in settings.agentSocket = agent.socket } == nil)
    }

    @Test(arguments: ["ed25519", "ecdsa"])
    func `the agent's keys log in`(type: String) async throws {
        let key = try TestKey(type, in: server.directory, name: "key")
        let agent = try TestAgent(in: server.directory)
        try agent.add(key, in: server.directory)
        try FileManager.default.removeItem(atPath: key.path)
        let error = try await logIn(key) { settings, endpoint in
            settings.agentSocket = agent.socket
            endpoint.identity = nil
        }
        #expect(error == nil)
    }

    @Test func `20 logins share an agent`() async throws {
        let key = try TestKey("ed25519", in: server.directory, name: "key")
        try server.directory.write(key.publicLine + "\n", to: "authorized_keys")
        let agent = try TestAgent(in: server.directory)
        try agent.add(key, in: server.directory)
        var settings = try server.settings()
        settings.agentSocket = agent.socket
        var endpoint = server.endpoint()
        endpoint.identity = nil
        try await withConnector(settings) { connector in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask { [endpoint] in
                        try await connector.connect(to: endpoint, within: .seconds(60)).close()
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `an agent with nothing but RSA is said so`() async throws {
        let key = try TestKey("rsa", in: server.directory, name: "key")
        let agent = try TestAgent(in: server.directory)
        try agent.add(key, in: server.directory)
        let error = try await logIn(key) { settings, endpoint in
            settings.agentSocket = agent.socket
            endpoint.identity = nil
        }
        #expect(error?.message.contains("keys that need a newer libssh2") == true)
    }

    @Test func `an agent that is not there is no obstacle for a key file`() async throws {
        let error = try await logIn(server.userKey) { settings, _ in settings.agentSocket = "/nonexistent/agent" }
        #expect(error == nil)
    }

    @Test func `a default key is used where none is named`() async throws {
        let error = try await logIn(server.userKey) { settings, endpoint in
            settings.defaultIdentities = ["/nonexistent", server.userKey.path]
            endpoint.identity = nil
        }
        #expect(error == nil)
    }

    @Test func `an alias of the ssh configuration is enough`() async throws {
        let text = """
            Host gw-alias
                HostName 127.0.0.1
                Port \(server.port)
                User \(NSUserName())
                IdentityFile ~/user
            """
        let error = try await logIn(server.userKey) { settings, endpoint in
            settings.config = SSHConfig(text: text)
            settings.user = "nobody-of-that-name"
            endpoint = Endpoint(name: "gw01", address: "gw-alias")
        }
        #expect(error == nil)
    }
}

import Foundation
import Testing
import Transport
import UmstiegTesting

@testable import SSHTransport

@Suite(.serialized, .enabled(if: Tool.hasOpenSSH, "\(Tool.missingOpenSSH)"))
struct OpenSSHHostKeyTests {
    private func connect(_ server: OpenSSHServer, knownHosts: String) async throws -> TransportError? {
        try await withConnector(server.settings(knownHosts: knownHosts)) { connector in
            await transportError {
                try await connector.connect(to: server.endpoint(), within: .seconds(20)).close()
            }
        }
    }

    /// sshd logs every login that is begun; a host that failed the check must not see one.
    private func expectNoLogin(_ server: OpenSSHServer) {
        server.end()
        #expect(!server.log.contains("Accepted"), "\(server.log)")
        #expect(!server.log.contains("publickey"), "\(server.log)")
        #expect(!server.log.contains("authenticating user"), "\(server.log)")
    }

    @Test func `an unknown key is an error that names the remedy`() async throws {
        let server = try OpenSSHServer()
        let error = try await connect(server, knownHosts: "")
        #expect(error?.code == .hostKeyUnknown)
        #expect(error?.message.contains("umstieg hostkeys scan gateway:gw01") == true)
        #expect(error?.message.contains(server.hostKeys[0].key.fingerprint) == true)
        expectNoLogin(server)
    }

    @Test func `a key known for another port is unknown`() async throws {
        let server = try OpenSSHServer()
        let error = try await connect(server, knownHosts: server.knownHosts(port: 22))
        #expect(error?.code == .hostKeyUnknown)
    }

    @Test func `a changed key tells both fingerprints and the place`() async throws {
        let server = try OpenSSHServer()
        let other = try TestKey("ed25519", in: server.directory, name: "other")
        let line = KnownHosts.line(host: "127.0.0.1", port: server.port, key: other.key)
        let error = try await connect(server, knownHosts: "# pinned\n\(line)\n")
        #expect(error?.code == .hostKeyChanged)
        #expect(error?.message.hasPrefix("host key changed") == true)
        #expect(error?.message.contains(server.hostKeys[0].key.fingerprint) == true)
        #expect(error?.message.contains(other.key.fingerprint) == true)
        #expect(error?.message.contains(":2 knows") == true)
        expectNoLogin(server)
    }

    @Test func `a host that lost its known kind of key has changed`() async throws {
        let server = try OpenSSHServer(hostKeys: ["ecdsa"])
        let other = try TestKey("ed25519", in: server.directory, name: "other")
        let line = KnownHosts.line(host: "127.0.0.1", port: server.port, key: other.key)
        let error = try await connect(server, knownHosts: line)
        #expect(error?.code == .hostKeyChanged)
        #expect(error?.message.contains(server.hostKeys[0].key.fingerprint) == true)
    }

    @Test func `a revoked key is refused although it is pinned`() async throws {
        let server = try OpenSSHServer()
        let line = KnownHosts.line(host: "127.0.0.1", port: server.port, key: server.hostKeys[0].key)
        let error = try await connect(
            server,
            knownHosts: "\(line)\n@revoked * " + line.split(separator: " ", maxSplits: 1)[1]
        )
        #expect(error?.code == .hostKeyRevoked)
        expectNoLogin(server)
    }

    @Test(arguments: ["ed25519", "ecdsa"])
    func `the type asked for is the one that is known`(type: String) async throws {
        let server = try OpenSSHServer()
        let key = try #require(server.hostKeys.first { $0.path.hasSuffix(type) })
        let line = KnownHosts.line(host: "127.0.0.1", port: server.port, key: key.key)
        #expect(try await connect(server, knownHosts: line) == nil)
    }

    @Test func `the user's file is asked where the workspace's knows nothing`() async throws {
        let server = try OpenSSHServer()
        var settings = try server.settings(knownHosts: "other.example ssh-ed25519 AAAA\n")
        settings.userKnownHosts = try server.directory.write(server.knownHosts, to: "user_known_hosts")
        try await withConnector(settings) { connector in
            try await connector.connect(to: server.endpoint(), within: .seconds(20)).close()
        }
    }

    @Test func `a host with nothing but an RSA key fails with the reason`() async throws {
        let server = try OpenSSHServer(hostKeys: ["rsa"])
        for known in ["", server.knownHosts] {
            let error = try await connect(server, knownHosts: known)
            #expect(error?.code == .unsupported)
            #expect(error?.message.contains("RSA key needs a newer libssh2") == true, "\(String(describing: error))")
        }
    }

    @Test func `a scan finds every key without logging in`() async throws {
        let server = try OpenSSHServer(hostKeys: ["ed25519", "ecdsa", "rsa"])
        let scan = try await withConnector(server.settings(knownHosts: "")) { connector in
            try await HostKeyScanner(connector: connector).scan(server.endpoint(), within: .seconds(20))
        }
        #expect(scan.keys == server.hostKeys.prefix(2).map(\.key))
        #expect(Set(scan.unreadableTypes) == ["rsa-sha2-512", "rsa-sha2-256"])
        expectNoLogin(server)
    }

    @Test func `accepting what a scan found lets the next login in`() async throws {
        let server = try OpenSSHServer()
        let settings = try server.settings(knownHosts: "")
        try await withConnector(settings) { connector in
            let scan = try await HostKeyScanner(connector: connector).scan(server.endpoint(), within: .seconds(20))
            let file = settings.workspaceKnownHosts
            try KnownHosts.pin(scan.keys, host: "127.0.0.1", port: server.port, inFile: file)
            try await connector.connect(to: server.endpoint(), within: .seconds(20)).close()
        }
    }
}

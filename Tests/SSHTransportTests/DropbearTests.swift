import Foundation
import Testing
import Transport
import UmstiegTesting

@testable import SSHTransport

@Suite(.serialized, .enabled(if: DropbearServer.obstacle == nil, "\(DropbearServer.obstacle ?? "")"))
struct DropbearTests {
    @Test func `the SSH transport keeps the rules with dropbear`() async throws {
        let server = try DropbearServer()
        try await withConnector(server.settings()) { connector in
            let suite = TransportConformance(connector: connector, endpoint: server.endpoint)
            let violations = await suite.violations()
            #expect(violations.isEmpty, "\(violations) \(server.log)")
        }
    }

    @Test func `more logins at once than dropbear takes all succeed`() async throws {
        let server = try DropbearServer()
        try await withConnector(server.settings()) { connector in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<15 {
                    group.addTask {
                        let connection = try await connector.connect(to: server.endpoint, within: .seconds(60))
                        #expect(try await connection.run(RemoteCommand("echo hi")).text == "hi\n")
                        await connection.close()
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    /// dropbear 2022.83 offers RSA although it has no such key, and dies when somebody asks for it.
    @Test func `a scan keeps the key that was found when the host dies at the next question`() async throws {
        let server = try DropbearServer()
        try await withConnector(server.settings()) { connector in
            let scan = try await HostKeyScanner(connector: connector).scan(server.endpoint, within: .seconds(20))
            #expect(scan.keys.map(\.type) == ["ssh-ed25519"])
        }
    }

    @Test func `a dropbear with an RSA key only is reached where its signature is understood`() async throws {
        let server = try DropbearServer(hostKey: "rsa")
        try await withConnector(server.settings()) { connector in
            let error = await transportError {
                try await connector.connect(to: server.endpoint, within: .seconds(20)).close()
            }
            #expect(error == nil || error?.message.contains("RSA key needs a newer libssh2") == true)
        }
    }
}

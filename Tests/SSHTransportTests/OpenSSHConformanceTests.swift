import Testing
import Transport
import UmstiegTesting

@testable import SSHTransport

@Suite(.enabled(if: Tool.hasOpenSSH, "\(Tool.missingOpenSSH)"))
struct OpenSSHConformanceTests {
    @Test func `the SSH transport keeps the rules`() async throws {
        let server = try OpenSSHServer()
        try await withConnector(server.settings()) { connector in
            let suite = TransportConformance(connector: connector, endpoint: server.endpoint())
            let violations = await suite.violations()
            #expect(violations.isEmpty, "\(violations) \(server.log)")
        }
    }

    @Test func `the SSH transport keeps the rules through a jump host`() async throws {
        let jump = try OpenSSHServer()
        let server = try OpenSSHServer()
        try await withConnector(server.settings(knownHosts: server.knownHosts + jump.knownHosts)) { connector in
            let endpoint = server.endpoint("node", jumps: [jump.endpoint("gw01")])
            let suite = TransportConformance(connector: connector, endpoint: endpoint)
            let violations = await suite.violations()
            #expect(violations.isEmpty, "\(violations) \(server.log)")
        }
    }
}

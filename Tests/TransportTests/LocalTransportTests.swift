import Foundation
import Testing
import Transport
import UmstiegTesting

struct LocalTransportTests {
    private let endpoint = Endpoint(name: "here", address: "localhost")

    @Test func `the local transport keeps the rules`() async {
        let suite = TransportConformance(connector: LocalConnector(), endpoint: endpoint)
        let violations = await suite.violations()
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func `a deadline also ends what the command started`() async throws {
        let connection = try await LocalConnector().connect(to: endpoint, within: .seconds(1))
        let mark = "3\(Int.random(in: 1000...9999))"
        let error = await #expect(throws: TransportError.self) {
            _ = try await connection.run(RemoteCommand("sleep \(mark) & sleep \(mark)", limit: .milliseconds(300)))
        }
        #expect(error?.message == "timed out after 0.3 s in command")
        let search = try await connection.run(
            RemoteCommand("grep -alx \"sleep.\(mark).\" /proc/[0-9]*/cmdline || true")
        )
        #expect(search.text.isEmpty)
    }

    @Test func `closing ends running commands`() async throws {
        let connection = try await LocalConnector().connect(to: endpoint, within: .seconds(1))
        let running = Task { try await connection.run(RemoteCommand("echo up; exec sleep 60")) }
        await Task.yield()
        await connection.close()
        let error = await #expect(throws: TransportError.self) { _ = try await running.value }
        #expect(error?.code == .connectionLost)
    }

    @Test func `20 MB go in and come out unchanged`() async throws {
        let connection = try await LocalConnector().connect(to: endpoint, within: .seconds(1))
        let input = [UInt8](repeating: 42, count: 20 << 20)
        let result = try await connection.run(RemoteCommand("cat", standardInput: input, outputLimit: 32 << 20))
        #expect(result.standardOutput == input)
    }
}

import Testing
import Transport
import UmstiegTesting

struct ScriptedTransportTests {
    private typealias Commands = TransportConformance.Commands

    @Test func `a scripted transport can keep the rules`() async {
        let endpoint = Endpoint(name: "gw01", address: "gw01")
        // Closing ends a scripted connection for good, so every connect gets a new one.
        let connector = FreshConnector { ScriptedConnection(host: "gw01", rules: [Self.answer]) }
        let suite = TransportConformance(connector: connector, endpoint: endpoint)
        let violations = await suite.violations()
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func `an unexpected command is rejected and remembered`() async throws {
        let host = ScriptedConnection(host: "gw01", rules: [ScriptedConnection.answer("uptime", with: "up 3 days")])
        #expect(try await host.run(RemoteCommand("uptime")).text == "up 3 days")
        let error = await #expect(throws: TransportError.self) { _ = try await host.run(RemoteCommand("rm -rf /")) }
        #expect(error?.message == "unexpected command: rm -rf /")
        #expect(host.unexpected.map(\.text) == ["rm -rf /"])
        #expect(host.commands.map(\.text) == ["uptime", "rm -rf /"])
    }

    @Test func `a host without a script is unreachable`() async {
        let error = await #expect(throws: TransportError.self) {
            _ = try await ScriptedConnector([:]).connect(to: Endpoint(name: "x", address: "x"), within: .seconds(1))
        }
        #expect(error?.code == .unreachable)
    }

    private struct FreshConnector: Connector {
        var make: @Sendable () -> ScriptedConnection

        func connect(to endpoint: Endpoint, within limit: Duration) async throws(TransportError) -> any Connection {
            make()
        }
    }

    private static let answer: ScriptedConnection.Rule = { command throws(TransportError) in
        let result = { (output: String, errors: String, status: Int32) in
            CommandResult(
                ending: .exited(status),
                standardOutput: Array(output.utf8),
                standardError: Array(errors.utf8)
            )
        }
        switch command {
        case Commands.streams: return result("out", "err", 3)
        case Commands.killed:
            return CommandResult(ending: .killed(signal: "KILL"), standardOutput: [], standardError: [])
        case Commands.input: return result("a\0b\n", "", 0)
        case Commands.unreadInput: return result("", "", 0)
        case Commands.slow: throw TransportError(.timedOut, host: "gw01", message: "timed out after 0.3 s in command")
        case Commands.endless:
            while !Task.isCancelled { await Task.yield() }
            return result("", "", 0)
        case Commands.tooMuch: return result("12345", "", 0)
        case Commands.enough: return result("1234", "", 0)
        default:
            guard command.text.hasPrefix("echo ") else { return nil }
            return result(command.text.dropFirst(5) + "\n", "", 0)
        }
    }
}

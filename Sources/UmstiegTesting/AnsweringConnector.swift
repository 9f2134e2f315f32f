package import Transport

/// A test double of devices that answer each command at once, over as many connections as one likes.
///
/// Unlike `ScriptedConnector`, whose hosts are gone once their connection was closed.
package struct AnsweringConnector: Connector {
    /// Endpoint's name and command to result.
    package typealias Answer = @Sendable (String, RemoteCommand) throws(TransportError) -> CommandResult

    private struct Login: Connection {
        var name: String
        var answer: Answer

        func run(
            _ command: RemoteCommand,
            observe: (@Sendable (OutputChunk) -> Void)?
        ) async throws(TransportError) -> CommandResult {
            try answer(name, command)
        }

        func close() async {}
    }

    private let answer: Answer

    package init(_ answer: @escaping Answer) {
        self.answer = answer
    }

    package func connect(
        to endpoint: Endpoint,
        within limit: Duration
    ) async throws(TransportError) -> any Connection {
        Login(name: endpoint.name, answer: answer)
    }
}

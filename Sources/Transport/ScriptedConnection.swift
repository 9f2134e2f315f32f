import Synchronization

/// A test double that answers commands by its rules, first fitting rule first, and rejects those that no rule expects.
package final class ScriptedConnection: Connection {
    /// Answers a command, or passes it on to the next rule with nil.
    package typealias Rule = @Sendable (RemoteCommand) async throws(TransportError) -> CommandResult?

    private struct State {
        var closed = false
        var commands: [RemoteCommand] = []
        var unexpected: [RemoteCommand] = []
    }

    private let host: String
    private let rules: [Rule]
    private let state = Mutex(State())

    package init(host: String, rules: [Rule]) {
        self.host = host
        self.rules = rules
    }

    /// Everything that was run, in order.
    package var commands: [RemoteCommand] { state.withLock { $0.commands } }
    /// What no rule answered.
    package var unexpected: [RemoteCommand] { state.withLock { $0.unexpected } }

    /// - Throws: `.protocolError` naming the command if no rule expects it.
    package func run(
        _ command: RemoteCommand,
        observe: (@Sendable (OutputChunk) -> Void)?
    ) async throws(TransportError) -> CommandResult {
        let closed = state.withLock { state in
            state.commands.append(command)
            return state.closed
        }
        guard !closed else { throw TransportError(.connectionLost, host: host, message: "connection closed") }
        for rule in rules {
            guard let result = try await rule(command) else { continue }
            if Task.isCancelled { throw TransportError(.cancelled, host: host, message: "cancelled") }
            if state.withLock({ $0.closed }) {
                throw TransportError(.connectionLost, host: host, message: "connection closed")
            }
            guard max(result.standardOutput.count, result.standardError.count) <= command.outputLimit else {
                throw TransportError(
                    .outputTooLarge,
                    host: host,
                    message: "the command printed more than \(command.outputLimit) bytes"
                )
            }
            if !result.standardOutput.isEmpty { observe?(.standardOutput(result.standardOutput)) }
            if !result.standardError.isEmpty { observe?(.standardError(result.standardError)) }
            return result
        }
        state.withLock { $0.unexpected.append(command) }
        throw TransportError(.protocolError, host: host, message: "unexpected command: \(command.text)")
    }

    package func close() async {
        state.withLock { $0.closed = true }
    }
}

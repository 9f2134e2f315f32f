/// A logged-in connection to one device.
///
/// Commands may run on it side by side.
package protocol Connection: Sendable {
    /// Runs a command and waits for its end.
    ///
    /// A command that ends with a status other than 0 is a result, not an error. An error means that nobody knows
    /// whether the command ran. Cancelling the task closes the command's channel and throws `.cancelled`.
    ///
    /// `observe`: called with each piece of output as it arrives, before the result.
    func run(
        _ command: RemoteCommand,
        observe: (@Sendable (OutputChunk) -> Void)?
    ) async throws(TransportError) -> CommandResult

    /// Ends the connection; running commands throw `.connectionLost`.
    func close() async
}

extension Connection {
    package func run(_ command: RemoteCommand) async throws(TransportError) -> CommandResult {
        try await run(command, observe: nil)
    }
}

import Transport

/// One command on a connection of its own.
struct SingleExec: Sendable {
    private static let connectLimit = Duration.seconds(30)

    let connector: any Connector

    func run(
        _ command: RemoteCommand,
        on endpoint: Endpoint,
        become: String?,
        observe: (@Sendable (OutputChunk) -> Void)? = nil
    ) async throws(TransportError) -> CommandResult {
        let connection = try await connector.connect(to: endpoint, within: Self.connectLimit)
        let result: Result<CommandResult, TransportError>
        do throws(TransportError) {
            result = .success(try await connection.run(command.becoming(become), observe: observe))
        } catch {
            result = .failure(error)
        }
        await connection.close()
        return try result.get()
    }
}

import Transport

@testable import SSHTransport

/// Runs a test with a connector of its own, whose threads end afterwards.
func withConnector<Value>(
    _ settings: SSHSettings,
    _ body: (SSHConnector) async throws -> Value
) async throws -> Value {
    let connector = SSHConnector(settings: settings, threads: 2)
    do {
        let value = try await body(connector)
        await connector.shutdown()
        return value
    } catch {
        await connector.shutdown()
        throw error
    }
}

/// The transport error that the body throws; nil if it throws none.
func transportError(_ body: () async throws -> Void) async -> TransportError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? TransportError
    }
}

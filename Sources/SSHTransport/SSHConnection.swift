package import Transport

/// A login at a device, over libssh2.
package final class SSHConnection: Connection {
    private let session: SSHSession
    /// Keeps the jump host's session open as long as this connection may use it.
    private let lease: JumpLease?

    init(session: SSHSession, lease: JumpLease?) {
        self.session = session
        self.lease = lease
    }

    package func run(
        _ command: RemoteCommand,
        observe: (@Sendable (OutputChunk) -> Void)?
    ) async throws(TransportError) -> CommandResult {
        try await session.run(command, observe: observe)
    }

    package func close() async {
        await session.close()
    }
}

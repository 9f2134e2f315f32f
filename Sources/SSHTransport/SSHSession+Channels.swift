import CLibSSH2
import Transport

extension SSHSession {
    /// Opens a channel under the session's lock.
    ///
    /// A stopped effort leaves libssh2 in the middle of opening: then the lock stays until the host has answered and
    /// the channel is gone again, or the next one to open would get this channel.
    ///
    /// - Returns: nil if the host refused.
    func openChannel(
        _ effort: Effort,
        _ open: @escaping @Sendable (OpaquePointer) -> OpaquePointer?
    ) async throws(TransportError) -> ChannelHandle? {
        try await opening.enter(effort)
        do {
            let channel = try await awaitChannel(effort, open)
            opening.leave()
            return channel
        } catch {
            if effort.error == nil || !isAlive {
                opening.leave()
            } else {
                Task { await self.abandonOpening(open) }
            }
            throw error
        }
    }

    private func awaitChannel(
        _ effort: Effort,
        _ open: @Sendable (OpaquePointer) -> OpaquePointer?
    ) async throws(TransportError) -> ChannelHandle? {
        var channel: OpaquePointer?
        let outcome = try await attempt(effort) { session in
            channel = open(session)
            guard channel == nil else { return 0 }
            let code = Int(libssh2_session_last_errno(session))
            return code == 0 ? Int(LIBSSH2_ERROR_CHANNEL_FAILURE) : code
        }
        if let channel { return ChannelHandle(pointer: channel, session: handle) }
        if outcome == Int(LIBSSH2_ERROR_CHANNEL_FAILURE) { return nil }
        throw error(outcome, doing: "opening a channel")
    }

    private func abandonOpening(_ open: @Sendable (OpaquePointer) -> OpaquePointer?) async {
        let effort = Effort(host: name, limit: .seconds(60), phase: "closing a channel", loop: loop)
        effort.start()
        do {
            if let channel = try await awaitChannel(effort, open) { await reap(channel) }
        } catch {
            // A host that does not answer to an open request has stopped working: nothing else can be opened.
            wire.fail(error)
        }
        effort.finish()
        opening.leave()
    }

    /// Closes and frees a channel, waiting for the host's consent for a while.
    func reap(_ channel: ChannelHandle) async {
        let effort = Effort(host: name, limit: .seconds(60), phase: "closing a channel", loop: loop)
        effort.start()
        // A failure leaves the channel to the session, which frees it with itself.
        _ = try? await attempt(effort) { _ in Int(libssh2_channel_free(channel.pointer)) }
        effort.finish()
    }
}

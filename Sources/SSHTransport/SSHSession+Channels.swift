import CLibSSH2
import NIOCore
import Transport

extension SSHSession {
    /// Opens a channel under the session's lock.
    ///
    /// A stopped effort leaves libssh2 in the middle of opening: then the lock stays until the host has answered and
    /// the channel is gone again, or the next one to open would get this channel.
    ///
    /// - Parameters:
    ///   - effort: whose deadline counts.
    ///   - patience: how long the opening of another channel may take; after that the effort is noted as blocked.
    ///   - open: libssh2's call.
    /// - Returns: nil if the host refused.
    /// - Throws: `.unreachable` if the effort is blocked, and why it was stopped.
    func openChannel(
        _ effort: Effort,
        patience: TimeAmount? = nil,
        _ open: @escaping @Sendable (OpaquePointer) -> OpaquePointer?
    ) async throws(TransportError) -> ChannelHandle? {
        guard try await opening.enter(effort, patience: patience) else {
            effort.isBlocked = true
            throw TransportError(
                .unreachable,
                host: effort.host,
                message: "\(name) is busy with another connection; try again"
            )
        }
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
        // A jump host tries for two minutes to reach a host that is gone, and others may be at work in this session.
        let effort = Effort(host: name, limit: .seconds(180), phase: "closing a channel", loop: loop)
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

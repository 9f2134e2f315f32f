import CLibSSH2
import NIOCore
import Transport

extension SSHSession {
    /// libssh2 opens one channel of a session at a time, and a host that doesn't answer may keep it at that for minutes.
    private static let patience = TimeAmount.seconds(3)

    /// Connects an inner session's wire to a host that this session's host reaches.
    ///
    /// - Throws: `.unreachable` if this session's host could not connect.
    func forward(
        _ inner: Wire,
        to address: String,
        port: Int,
        effort: Effort
    ) async throws(TransportError) {
        let channel = try await openChannel(effort, patience: effort.waitsItsTurn ? nil : Self.patience) {
            libssh2_channel_direct_tcpip_ex($0, address, Int32(port), "127.0.0.1", 0)
        }
        guard let channel else {
            throw TransportError(
                .unreachable,
                host: effort.host,
                message: "\(name) could not connect to \(address) port \(port)"
            )
        }
        let carrier = ForwardedCarrier(inner: inner, outer: wire)
        inner.attach(carrier)
        Task { await self.relay(carrier, through: channel) }
    }

    private func relay(_ carrier: ForwardedCarrier, through channel: ChannelHandle) async {
        while wire.failure == nil, !carrier.isDone {
            let before = wire.delivered
            let sent = sendPending(of: carrier, through: channel)
            let (received, open) = receive(into: carrier, from: channel)
            if !open { break }
            if !sent, !received, wire.delivered == before { await wire.activity.wait() }
        }
        carrier.inner?.end(wire.failure.map { "\(name): \($0.message)" })
        await reap(channel)
    }

    private func sendPending(of carrier: ForwardedCarrier, through channel: ChannelHandle) -> Bool {
        let pending = carrier.pending
        guard !pending.isEmpty, wire.canWrite else { return false }
        let (count, _) = step { _ in
            pending.withUnsafeBytes { bytes in
                libssh2_channel_write_ex(channel.pointer, 0, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
            }
        }
        if count > 0 { carrier.consumed(count) }
        return count > 0
    }

    /// - Returns: whether bytes came, and whether more may come.
    private func receive(into carrier: ForwardedCarrier, from channel: ChannelHandle) -> (received: Bool, open: Bool) {
        guard let inner = carrier.inner else { return (false, false) }
        guard inner.wantsInput else { return (false, !inner.ended && inner.failure == nil) }
        let (count, bytes) = read(channel, stream: 0)
        if count > 0 {
            inner.receive(ByteBuffer(bytes: bytes))
            inner.activity.wake()
            return (true, true)
        }
        if count == LibSSH2.wouldBlock { return (false, true) }
        return (false, count == 0 && libssh2_channel_eof(channel.pointer) == 0)
    }
}

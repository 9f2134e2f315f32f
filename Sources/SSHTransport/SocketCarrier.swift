import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Carries a session over a TCP connection.
///
/// `@unchecked Sendable`: confined to its channel's event loop.
final class SocketCarrier: ChannelInboundHandler, Carrier, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Reads up to this size ask for an immediate acknowledgement; bulk output does better without.
    private static let smallRead = 4096

    private let channel: any Channel
    /// nil until a session takes the connection over; what happens before is kept.
    private var wire: Wire?
    private var early = ByteBuffer()
    private var earlyEnd: String??
    private(set) var backlog = 0
    private var reading = false
    private var bytesInRead = 0

    /// - Parameter channel: not connected yet, without automatic reading.
    init(channel: any Channel) {
        self.channel = channel
    }

    /// Hands over what came, and all that will come.
    func attach(to wire: Wire) {
        self.wire = wire
        if early.readableBytes > 0 { wire.receive(early) }
        early = ByteBuffer()
        wire.attach(self)
        if let earlyEnd { wire.end(earlyEnd) }
    }

    // MARK: Carrier

    func send(_ bytes: ByteBuffer) {
        let count = bytes.readableBytes
        backlog += count
        channel.writeAndFlush(bytes).whenComplete { _ in
            self.backlog -= count
            self.wire?.activity.wake()
        }
    }

    func resumeReading() {
        guard !reading else { return }
        reading = true
        channel.read()
    }

    func close() {
        // Behind what is being written: the socket's buffer takes a disconnect message at once, or never.
        channel.close(promise: nil)
    }

    // MARK: ChannelInboundHandler

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        bytesInRead += bytes.readableBytes
        if let wire {
            wire.receive(bytes)
        } else {
            // Comes only with a connection that the host ends at once; a socket's buffer is all that there can be.
            early.writeImmutableBuffer(bytes)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        reading = false
        // Linux forgets this option by itself; without it delayed acknowledgements cost 40 ms a login.
        if bytesInRead <= Self.smallRead { try? channel.syncOptions?.setOption(.tcpQuickAcknowledge, value: 1) }
        bytesInRead = 0
        guard let wire else { return }
        wire.activity.wake()
        if wire.wantsInput { resumeReading() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end((error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)")
        context.close(promise: nil)
    }

    private func end(_ reason: String?) {
        if let wire { wire.end(reason) } else if earlyEnd == nil { earlyEnd = .some(reason) }
    }
}

extension ChannelOption where Self == ChannelOptions.Types.SocketOption {
    static var tcpQuickAcknowledge: Self { .tcpOption(.init(rawValue: TCP_QUICKACK)) }
}

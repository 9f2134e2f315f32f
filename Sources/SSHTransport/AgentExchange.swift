import NIOCore

/// Frames an agent's answers: a length of 4 bytes, then the message.
final class AgentExchange: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// OpenSSH's agents send at most this much.
    private static let messageLimit = 256 << 10

    private let loop: any EventLoop
    private var input = ByteBuffer()
    private var question: EventLoopPromise<[UInt8]>?

    init(loop: any EventLoop) {
        self.loop = loop
    }

    func ask(_ message: [UInt8], over channel: any Channel) -> EventLoopFuture<[UInt8]> {
        question?.fail(ChannelError.eof)
        let promise = loop.makePromise(of: [UInt8].self)
        question = promise
        guard channel.isActive else {
            channelEnded(ChannelError.ioOnClosedChannel)
            return promise.futureResult
        }
        var frame = ByteBuffer()
        frame.writeInteger(UInt32(message.count))
        frame.writeBytes(message)
        channel.writeAndFlush(frame, promise: nil)
        return promise.futureResult
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        input.writeBuffer(&bytes)
        guard let length = input.getInteger(at: input.readerIndex, as: UInt32.self) else { return }
        guard length <= Self.messageLimit else {
            context.close(promise: nil)
            return
        }
        guard input.readableBytes >= 4 + Int(length) else { return }
        input.moveReaderIndex(forwardBy: 4)
        let answer = input.readBytes(length: Int(length)) ?? []
        input.clear()
        question?.succeed(answer)
        question = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        channelEnded(ChannelError.eof)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        channelEnded(error)
        context.close(promise: nil)
    }

    private func channelEnded(_ error: any Error) {
        question?.fail(error)
        question = nil
    }
}

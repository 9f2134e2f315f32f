import NIOCore

/// Carries a session inside a direct-tcpip channel of another session, which runs on the same event loop.
///
/// `@unchecked Sendable`: confined to that event loop.
final class ForwardedCarrier: Carrier, @unchecked Sendable {
    /// The inner session's wire; gone when nobody uses the inner session any more.
    private(set) weak var inner: Wire?
    private let outer: Wire
    private(set) var isClosed = false
    private var output = ByteBuffer()

    init(inner: Wire, outer: Wire) {
        self.inner = inner
        self.outer = outer
    }

    var backlog: Int { output.readableBytes }
    var isDone: Bool { inner == nil || (isClosed && output.readableBytes == 0) }
    var pending: ByteBufferView { output.readableBytesView }

    /// The outer session has sent the first bytes of `pending`.
    func consumed(_ count: Int) {
        output.moveReaderIndex(forwardBy: count)
        if output.readableBytes == 0 { output.clear() }
        inner?.activity.wake()
    }

    // MARK: Carrier

    func send(_ bytes: ByteBuffer) {
        guard !isClosed else { return }
        var bytes = bytes
        output.writeBuffer(&bytes)
        outer.activity.wake()
    }

    func resumeReading() {
        outer.activity.wake()
    }

    func close() {
        isClosed = true
        outer.activity.wake()
    }
}

import NIOCore
import Transport

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// The bytes between a session and its carrier: what libssh2's send and receive callbacks work on.
///
/// `@unchecked Sendable`: confined to one event loop; the session's actor, its carrier and the C callbacks all run there.
final class Wire: @unchecked Sendable {
    /// More input than this is not asked for before some has been used.
    static let inputLimit = 1 << 20
    /// Commands write their input only while less than this waits to be sent.
    static let sendLimit = 256 << 10
    /// A session that sends this much without the peer taking any has gone wrong.
    private static let sendCeiling = 8 << 20

    let host: String
    /// Woken by input, by sent output and by failure.
    let activity = WaitList()
    private(set) var input = ByteBuffer()
    private var output = ByteBuffer()
    /// Total of bytes that libssh2 has taken.
    ///
    /// When it moved during a call, packets of others may have arrived.
    private(set) var delivered: UInt64 = 0
    private(set) var lastReceived = NIODeadline.now()
    private(set) var greeting = ServerGreeting()
    /// The peer has sent its last byte.
    private(set) var ended = false
    /// Why nothing goes through any more; input that arrived before is dropped.
    private(set) var failure: TransportError?
    private var endReason: String?
    private var carrier: (any Carrier)?
    private var onFailure: [() -> Void] = []

    init(host: String) {
        self.host = host
    }

    var backlog: Int { output.readableBytes + (carrier?.backlog ?? 0) }
    var canWrite: Bool { backlog < Self.sendLimit }
    var wantsInput: Bool { failure == nil && !ended && input.readableBytes < Self.inputLimit }

    func attach(_ carrier: any Carrier) {
        self.carrier = carrier
        carrier.resumeReading()
    }

    // MARK: From the carrier

    func receive(_ bytes: ByteBuffer) {
        guard failure == nil else { return }
        lastReceived = .now()
        if !greeting.isComplete, let complaint = greeting.consume(bytes.readableBytesView) {
            fail(TransportError(.protocolError, host: host, message: complaint))
            return
        }
        if input.readableBytes == 0 {
            input = bytes
        } else {
            var bytes = bytes
            input.writeBuffer(&bytes)
        }
    }

    /// The peer or the network ended the connection.
    func end(_ reason: String?) {
        guard !ended else { return }
        ended = true
        endReason = reason
        activity.wake()
    }

    // MARK: From the session

    /// Hands everything that libssh2 wanted sent to the carrier.
    func flush() {
        guard output.readableBytes > 0, failure == nil, let carrier else { return }
        carrier.send(output)
        output = ByteBuffer()
    }

    /// The error for a connection that libssh2 found broken.
    var lost: TransportError {
        failure
            ?? TransportError(
                .connectionLost,
                host: host,
                message: endReason.map { "connection lost: \($0)" } ?? "connection closed by the host"
            )
    }

    func fail(_ error: TransportError) {
        guard failure == nil else { return }
        failure = error
        input = ByteBuffer()
        output = ByteBuffer()
        carrier?.close()
        carrier = nil
        let handlers = onFailure
        onFailure = []
        for handler in handlers { handler() }
        activity.wake()
    }

    func onFailure(_ handler: @escaping () -> Void) {
        onFailure.append(handler)
    }

    // MARK: From libssh2's callbacks

    /// - Returns: the count, or a negative errno. Never would-block: the buffer takes everything, so no call has to be
    ///   repeated with the same bytes.
    func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard failure == nil, !ended else { return -Int(ECONNRESET) }
        guard backlog < Self.sendCeiling else { return -Int(ENOBUFS) }
        output.writeBytes(bytes)
        return bytes.count
    }

    /// - Returns: the count, 0 at the end of the connection, or a negative errno.
    func give(_ room: UnsafeMutableRawBufferPointer) -> Int {
        guard failure == nil else { return -Int(ECONNRESET) }
        let count = min(room.count, input.readableBytes)
        guard count > 0 else { return ended ? 0 : -Int(EAGAIN) }
        let wasFull = input.readableBytes >= Self.inputLimit
        input.readWithUnsafeReadableBytes { readable in
            room.copyMemory(from: UnsafeRawBufferPointer(rebasing: readable[..<count]))
            return count
        }
        delivered &+= UInt64(count)
        if wasFull, wantsInput { carrier?.resumeReading() }
        return count
    }
}

import CLibSSH2
import Transport

/// Owns one `LIBSSH2_SESSION` and the channels that nobody freed; both go with it.
///
/// `@unchecked Sendable`: used by one actor, on one event loop. Freeing happens when nobody is left to use it.
final class SessionHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    /// Outlives the C session, whose abstract pointer it is.
    let wire: Wire

    private typealias SendCallback =
        @convention(c) (
            Int32, UnsafeRawPointer?, Int, Int32, UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        ) -> Int
    private typealias ReceiveCallback =
        @convention(c) (
            Int32, UnsafeMutableRawPointer?, Int, Int32, UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        ) -> Int

    init(wire: Wire) throws(TransportError) {
        let abstract = Unmanaged.passUnretained(wire).toOpaque()
        guard LibSSH2.initialised == 0, let pointer = libssh2_session_init_ex(nil, nil, nil, abstract) else {
            throw TransportError(.protocolError, host: wire.host, message: "libssh2 could not start a session")
        }
        self.pointer = pointer
        self.wire = wire
        let send: SendCallback = { _, bytes, count, _, abstract in
            guard let wire = SessionHandle.wire(abstract) else { return -1 }
            return wire.take(UnsafeRawBufferPointer(start: bytes, count: count))
        }
        let receive: ReceiveCallback = { _, room, count, _, abstract in
            guard let wire = SessionHandle.wire(abstract) else { return -1 }
            return wire.give(UnsafeMutableRawBufferPointer(start: room, count: count))
        }
        _ = libssh2_session_callback_set(
            pointer,
            LIBSSH2_CALLBACK_SEND,
            unsafeBitCast(send, to: UnsafeMutableRawPointer.self)
        )
        _ = libssh2_session_callback_set(
            pointer,
            LIBSSH2_CALLBACK_RECV,
            unsafeBitCast(receive, to: UnsafeMutableRawPointer.self)
        )
        libssh2_session_set_blocking(pointer, 0)
    }

    deinit {
        // A failed wire answers every callback with an error, so freeing never asks to wait.
        wire.fail(TransportError(.connectionLost, host: wire.host, message: "connection closed"))
        libssh2_session_free(pointer)
    }

    private static func wire(_ abstract: UnsafeMutablePointer<UnsafeMutableRawPointer?>?) -> Wire? {
        guard let raw = abstract?.pointee else { return nil }
        return Unmanaged<Wire>.fromOpaque(raw).takeUnretainedValue()
    }

    /// libssh2's own words for the last error.
    var lastError: String {
        var text: UnsafeMutablePointer<CChar>?
        var count: Int32 = 0
        libssh2_session_last_error(pointer, &text, &count, 0)
        return text.map { String(cString: $0) } ?? "unknown error"
    }
}

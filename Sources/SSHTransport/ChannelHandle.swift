/// A `LIBSSH2_CHANNEL` and the session that it lives in.
///
/// The session's `reap` frees it; a channel that is never reaped is freed with its session.
///
/// `@unchecked Sendable`: used by the session's actor only.
final class ChannelHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    private let session: SessionHandle

    init(pointer: OpaquePointer, session: SessionHandle) {
        self.pointer = pointer
        self.session = session
    }
}

import NIOCore

/// What carries a session's bytes: a TCP connection, or a channel of another session.
///
/// Used on one event loop only.
protocol Carrier: AnyObject, Sendable {
    /// Bytes handed over by `send` that have not left yet.
    var backlog: Int { get }
    func send(_ bytes: ByteBuffer)
    /// The session has room for more input.
    func resumeReading()
    /// Ends the connection; what was sent before still leaves.
    func close()
}

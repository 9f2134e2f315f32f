import NIOCore

/// A share in the session of a jump host; the session is kept while there are shares.
final class JumpLease: Sendable {
    let loop: any EventLoop
    let session: EventLoopFuture<SSHSession>
    private let way: Route
    private let entry: Int
    private let pool: JumpPool

    init(way: Route, entry: Int, session: EventLoopFuture<SSHSession>, pool: JumpPool) {
        self.way = way
        self.entry = entry
        self.session = session
        self.pool = pool
        loop = session.eventLoop
    }

    /// Lets nobody else into a session in which nothing can be opened for now.
    ///
    /// - Returns: whether the next lease is of another session.
    func retire() async -> Bool { await pool.retire(way, entry: entry) }

    deinit {
        Task { [pool, way, entry] in await pool.release(way, entry: entry) }
    }
}

import NIOCore
import Transport

/// The sessions of jump hosts, one for each way, shared by everyone who passes through.
actor JumpPool {
    typealias Dial = @Sendable (Route, JumpLease?, any EventLoop, Duration) async throws(TransportError) -> SSHSession

    private struct Entry {
        var number: Int
        var session: EventLoopFuture<SSHSession>
        var ready: SSHSession?
        /// The share in the jump host before this one.
        var previous: JumpLease?
        var users = 0
    }

    /// As many hosts that don't answer can be waited for at once, without others waiting for them.
    private static let mostRetired = 64

    private let group: any EventLoopGroup
    private let linger: Duration
    private var entries: [Route: Entry] = [:]
    /// Sessions that nobody enters any more, by number; they end with their last user.
    private var retired: [Int: Entry] = [:]
    private var nextNumber = 0

    init(group: any EventLoopGroup, linger: Duration) {
        self.group = group
        self.linger = linger
    }

    /// A share in the session at the end of a way, which is dialled if there is none.
    ///
    /// `limit`: for dialling.
    func lease(_ way: Route, limit: Duration, dial: @escaping Dial) async -> JumpLease {
        await dropDead(way)
        if entries[way] == nil {
            let previous: JumpLease? =
                if let before = way.toLastJump { await lease(before, limit: limit, dial: dial) } else { nil }
            // Others may have come while this one waited.
            if entries[way] == nil { open(way, previous: previous, limit: limit, dial: dial) }
        }
        guard var entry = entries[way] else { return await lease(way, limit: limit, dial: dial) }
        entry.users += 1
        entries[way] = entry
        return JumpLease(way: way, entry: entry.number, session: entry.session, pool: self)
    }

    /// Takes a session out of use for all who come.
    ///
    /// - Returns: false if there are too many like it already.
    func retire(_ way: Route, entry number: Int) -> Bool {
        guard let entry = entries[way], entry.number == number else { return true }
        guard retired.count < Self.mostRetired else { return false }
        entries[way] = nil
        retired[number] = entry
        return true
    }

    func release(_ way: Route, entry number: Int) {
        if let entry = retired[number] { return releaseRetired(entry) }
        guard var entry = entries[way], entry.number == number else { return }
        entry.users -= 1
        entries[way] = entry
        guard entry.users == 0 else { return }
        entry.session.eventLoop.scheduleTask(in: TimeAmount(linger)) {
            Task { await self.closeIfUnused(way, entry: number) }
        }
    }

    private func releaseRetired(_ entry: Entry) {
        var entry = entry
        entry.users -= 1
        retired[entry.number] = entry.users > 0 ? entry : nil
        guard entry.users == 0, let session = entry.ready else { return }
        Task { await session.close() }
    }

    func closeAll() async {
        let all = Array(entries.values) + retired.values
        entries = [:]
        retired = [:]
        for entry in all { await entry.ready?.close() }
    }

    private func open(_ way: Route, previous: JumpLease?, limit: Duration, dial: @escaping Dial) {
        let loop = previous?.loop ?? group.next()
        let promise = loop.makePromise(of: SSHSession.self)
        nextNumber += 1
        let number = nextNumber
        entries[way] = Entry(number: number, session: promise.futureResult, previous: previous)
        Task {
            do throws(TransportError) {
                let session = try await dial(way, previous, loop, limit)
                await self.opened(way, entry: number, session)
                promise.succeed(session)
            } catch {
                self.remove(way, entry: number)
                promise.fail(error)
            }
        }
    }

    private func opened(_ way: Route, entry number: Int, _ session: SSHSession) async {
        guard entries[way]?.number == number else { return await session.close() }
        entries[way]?.ready = session
    }

    private func remove(_ way: Route, entry number: Int) {
        if entries[way]?.number == number { entries[way] = nil }
    }

    private func dropDead(_ way: Route) async {
        guard let entry = entries[way], let session = entry.ready else { return }
        if await !session.isAlive { remove(way, entry: entry.number) }
    }

    private func closeIfUnused(_ way: Route, entry number: Int) async {
        guard let entry = entries[way], entry.number == number, entry.users == 0 else { return }
        entries[way] = nil
        await entry.ready?.close()
    }
}

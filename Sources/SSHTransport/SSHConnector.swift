import NIOCore
import NIOPosix
package import Transport

/// Opens SSH connections with libssh2 on NIO's event loops.
///
/// Host keys are always checked, also those behind jump hosts. Sessions of jump hosts are shared.
package final class SSHConnector: Connector {
    package let settings: SSHSettings
    private let group: MultiThreadedEventLoopGroup
    private let files: KnownHostsFiles
    private let pool: JumpPool
    private let closures = JumpClosures()

    /// `threads`: event loops, each with a thread of its own.
    package init(settings: SSHSettings, threads: Int = 2) {
        // Before any thread that could use the library.
        _ = LibSSH2.initialised
        self.settings = settings
        group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, threads))
        files = KnownHostsFiles([settings.workspaceKnownHosts] + (settings.userKnownHosts.map { [$0] } ?? []))
        pool = JumpPool(group: group, linger: settings.jumpLinger)
    }

    /// With the user's configuration, known hosts and agent.
    package static func fromEnvironment(workspaceKnownHosts: String) -> SSHConnector {
        SSHConnector(settings: .fromEnvironment(workspaceKnownHosts: workspaceKnownHosts))
    }

    package func connect(
        to endpoint: Endpoint,
        within limit: Duration
    ) async throws(TransportError) -> any Connection {
        let (session, lease) = try await reach(endpoint, within: limit) { dialer throws(TransportError) in
            try await dialer.logIn()
        }
        return SSHConnection(session: session, lease: lease)
    }

    /// Tries one way after the other, while hosts on it don't answer; `limit` is for each of them.
    func reach<Value: Sendable>(
        _ endpoint: Endpoint,
        within limit: Duration,
        _ work: @Sendable (Dialer) async throws(TransportError) -> Value
    ) async throws(TransportError) -> (Value, JumpLease?) {
        var failures: [TransportError] = []
        for way in closures.sorted(endpoint.ways) {
            do throws(TransportError) {
                return try await dial(to: way, within: limit, work)
            } catch {
                closures.note(error, on: way)
                guard error.leavesOtherWays, !Task.isCancelled else { throw error }
                failures.append(error)
            }
        }
        throw TransportError(allOf: failures, host: endpoint.name)
    }

    /// Ends the threads.
    ///
    /// Every connection must have been closed.
    package func shutdown() async {
        await pool.closeAll()
        try? await group.shutdownGracefully()
    }

    func dial<Value: Sendable>(
        to endpoint: Endpoint,
        within limit: Duration,
        _ work: @Sendable (Dialer) async throws(TransportError) -> Value
    ) async throws(TransportError) -> (Value, JumpLease?) {
        let route = try RouteResolver(settings: settings).route(to: endpoint)
        let end = ContinuousClock.now + limit
        var remaining = limit
        var waitsItsTurn = false
        while true {
            let lease = await lease(route, limit: limit)
            let effort = Effort(
                host: endpoint.name,
                limit: remaining,
                phase: "connect",
                loop: lease?.loop ?? group.next(),
                waitsItsTurn: waitsItsTurn
            )
            let dialer = Dialer(route: route, lease: lease, settings: settings, files: files, effort: effort)
            let result: Result<Value, TransportError> = await withTaskCancellationHandler {
                do throws(TransportError) {
                    return .success(try await work(dialer))
                } catch {
                    return .failure(error)
                }
            } onCancel: {
                effort.cancel()
            }
            guard case .failure = result, effort.isBlocked, let lease, !Task.isCancelled else {
                return (try result.get(), lease)
            }
            // Someone else waits in that session for a host that doesn't answer.
            waitsItsTurn = await !lease.retire()
            remaining = max(.zero, end - .now)
        }
    }

    private func lease(_ route: Route, limit: Duration) async -> JumpLease? {
        guard let way = route.toLastJump else { return nil }
        return await pool.lease(way, limit: limit) {
            [settings, files] way, previous, loop, limit async throws(TransportError) -> SSHSession in
            let effort = Effort(host: way.target.name, limit: limit, phase: "connect", loop: loop)
            let dialer = Dialer(route: way, lease: previous, settings: settings, files: files, effort: effort)
            return try await dialer.logIn()
        }
    }
}

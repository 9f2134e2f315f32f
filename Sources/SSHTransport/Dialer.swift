import NIOCore
import NIOPosix
import Transport

/// Gets from nothing to a session: connects, exchanges keys, checks the host's key, logs in.
///
/// Pinned to the event loop of its effort, so that it may touch wires and sessions directly.
actor Dialer {
    private let route: Route
    private let lease: JumpLease?
    private let settings: SSHSettings
    private let files: KnownHostsFiles
    nonisolated let effort: Effort

    nonisolated var unownedExecutor: UnownedSerialExecutor { effort.loop.executor.asUnownedSerialExecutor() }

    /// `lease`: of the last jump host; its event loop is the effort's.
    init(route: Route, lease: JumpLease?, settings: SSHSettings, files: KnownHostsFiles, effort: Effort) {
        self.route = route
        self.lease = lease
        self.settings = settings
        self.files = files
        self.effort = effort
    }

    /// A session that is logged in at the route's target.
    func logIn() async throws(TransportError) -> SSHSession {
        effort.start()
        defer { effort.finish() }
        let policy = try files.policy(for: route.target)
        let (session, key) = try await greet(asking: Algorithms.hostKeyPreference(known: policy.knownTypes))
        do throws(TransportError) {
            try policy.check(key, of: route.target)
            try await session.logIn(route.target, agentSocket: settings.agentSocket, effort: effort)
        } catch {
            await session.close()
            throw error
        }
        await session.startKeepalive(every: settings.keepalive)
        return session
    }

    /// The target's key of one type, unchecked.
    ///
    /// - Returns: nil if the host has no such key that can be read; and the types that it offers.
    func look(for type: String) async throws(TransportError) -> (key: HostKey?, offered: [String]) {
        effort.start()
        defer { effort.finish() }
        let connecting = Attempted()
        do throws(TransportError) {
            let (session, key) = try await greet(asking: [type], connecting)
            await session.close()
            return (key, session.wire.greeting.hostKeyTypes ?? [key.type])
        } catch {
            guard error.code == .unsupported, let offered = connecting.wire?.greeting.hostKeyTypes else { throw error }
            return (nil, offered)
        }
    }

    /// The wire of the last try, also when the try failed.
    private final class Attempted {
        var wire: Wire?
    }

    /// Key exchange, again and again while the host hangs up before it says who it is: OpenSSH does so beyond
    /// MaxStartups, dropbear with too many connections that have not logged in.
    private func greet(
        asking types: [String],
        _ attempted: Attempted = Attempted()
    ) async throws(TransportError) -> (SSHSession, HostKey) {
        var tries = 0
        while true {
            let wire = Wire(host: route.target.name)
            attempted.wire = wire
            let session = try SSHSession(name: route.target.name, wire: wire, loop: effort.loop)
            try await connect(wire)
            do throws(TransportError) {
                return (session, try await session.exchangeKeys(asking: types, effort: effort))
            } catch {
                let words = wire.greeting.lastWords.map { " (\($0))" } ?? ""
                let again = await session.hungUpEarly && effort.error == nil
                await session.close()
                guard again else { throw error }
                tries += 1
                effort.remark = "; the host hung up \(tries) times before its banner\(words)"
                try await effort.pause(.milliseconds(Int.random(in: 50...200) << min(tries, 4)))
            }
        }
    }

    private func connect(_ wire: Wire) async throws(TransportError) {
        effort.phase = "connect"
        let target = route.target
        guard let lease else { return try await connectDirectly(wire) }
        let jump: SSHSession
        do throws(TransportError) {
            jump = try await effort.value(of: lease.session) { lost($0) }
        } catch {
            guard effort.error == nil else {
                // This one's time is over before the jump host's own login has said anything.
                let jump = error.code == .timedOut ? route.toLastJump?.target.name : nil
                throw TransportError(error.code, host: error.host, message: error.message, jump: jump)
            }
            let message = "through \(error.host): \(error.message)"
            throw TransportError(error.code, host: target.name, message: message, jump: error.jump ?? error.host)
        }
        try await jump.forward(wire, to: target.address, port: target.port, effort: effort)
    }

    private func connectDirectly(_ wire: Wire) async throws(TransportError) {
        let target = route.target
        let carriers = CarriersByChannel()
        let bootstrap = ClientBootstrap(group: effort.loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(carriers.make(for: channel))
                }
            }
            .channelOption(.autoRead, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(.hours(1))
        let connecting =
            if let address = try? SocketAddress(ipAddress: target.address, port: target.port) {
                bootstrap.connect(to: address)
            } else {
                bootstrap.connect(host: target.address, port: target.port)
            }
        let channel = try await effort.value(
            of: connecting,
            discard: { $0.close(promise: nil) },
            translate: { ConnectFailure($0).error(reaching: target) }
        )
        guard let carrier = carriers.carrier(of: channel) else { throw lost(ChannelError.ioOnClosedChannel) }
        carrier.attach(to: wire)
    }

    private func lost(_ error: any Error) -> TransportError {
        TransportError(.connectionLost, host: route.target.name, message: "connection lost: \(error)")
    }
}

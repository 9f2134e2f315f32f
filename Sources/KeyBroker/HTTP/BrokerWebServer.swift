import Hummingbird
import HummingbirdCore
import KeyExchange
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The HTTP server, with limits on what one client can take of it.
struct BrokerWebServer: Sendable {
    private let group: ServiceGroup
    /// One is enough for many thousand registrations a second, and the others are left to gateways and MQTT server.
    private let loop = MultiThreadedEventLoopGroup.singleton.next()

    /// A node's request and answer fit into a packet; this is for slow ones.
    private static let requestLimit = Duration.seconds(30)
    /// For requests under way when it is to stop.
    private static let farewell = Duration.seconds(5)

    /// - Parameters:
    ///   - responder: answers requests.
    ///   - settings: where to listen, and the limits.
    ///   - logger: for what goes wrong in the server itself.
    ///   - onListening: called with the port.
    init(
        _ responder: BrokerResponder,
        settings: BrokerSettings,
        logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void
    ) {
        let limit = TimeAmount(min(Self.requestLimit, settings.idleTimeout * 3))
        // What it says of its own start is said by the broker.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let application = Application(
            responder: responder,
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [RequestDeadline(limit)],
                    idleTimeout: TimeAmount(settings.idleTimeout),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 8192,
                        maxHeaderListSize: 16_384,
                        maxHeaderFieldCount: 100
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    OpenFiles.connections(settings.connections),
                    logger: quiet
                )
            ),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            eventLoopGroupProvider: .shared(loop),
            logger: quiet
        )
        var configuration = ServiceGroupConfiguration(services: [application], logger: quiet)
        configuration.maximumGracefulShutdownDuration = Self.farewell
        group = ServiceGroup(configuration: configuration)
    }

    /// Serves until `stop`, or the task is cancelled.
    func run() async throws {
        try await withTaskExecutorPreference(EventLoopExecutor(loop)) { try await group.run() }
    }

    /// Takes no more connections, and finishes the requests that are under way.
    func stop() async { await group.triggerGracefulShutdown() }
}

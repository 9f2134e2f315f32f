package import KeyExchange
package import Logging
import MQTTClient
import Synchronization

/// A broker with all that it needs, from its start to its stop.
package struct BrokerService: Sendable {
    /// What it tells while it runs.
    package enum Sign: Sendable, Hashable {
        /// HTTP is served on this port.
        case listening(port: Int)
        /// It takes registrations: HTTP is served, the MQTT server connected and subscribed. Comes once.
        case ready
        /// How it is doing, in numbers.
        case status(String)
        case stopping
    }

    private let settings: ExchangeSettings
    private let logger: Logger
    private let time: BrokerTime
    private let proxies: TrustedProxies
    private let options: MQTTOptions
    private let database: KeyDatabase
    private let broker: Broker

    private static let statusInterval = Duration.seconds(5)

    /// Reads all files that the settings name.
    ///
    /// - Parameters:
    ///   - settings: of which the worker's part doesn't matter.
    ///   - file: the settings' own name, for errors.
    ///   - logger: for people.
    ///   - time: the clocks.
    /// - Throws: `SettingsError`, `KeyDatabaseError`.
    package init(settings: ExchangeSettings, file: String, logger: Logger, time: BrokerTime = .system) throws {
        // A worker's file may leave them to others.
        guard !settings.domains.isEmpty else {
            throw SettingsError(file: file, path: "", message: ExchangeSettings.noDomains)
        }
        self.settings = settings
        self.logger = logger
        self.time = time
        proxies = try TrustedProxies(settings.broker.trustedProxies, file: file)
        options = try MQTTOptions(settings.mqtt, brokerName: settings.broker.name ?? HostName.current ?? "localhost")
        let access = try AccessLists(settings)
        database = try KeyDatabase(path: settings.broker.database)
        broker = try Broker(settings: settings, access: access, database: database, time: time, logger: logger)
    }

    /// Runs until `stop` returns or the task is cancelled.
    ///
    /// - Parameters:
    ///   - stop: returns when it is to stop.
    ///   - reload: an element for each time that the lists of keys are to be read again.
    ///   - tell: called with what there is to tell.
    /// - Throws: `MQTTError` for options that can't work, and what the HTTP server throws if it can't listen.
    package func run(
        until stop: @escaping @Sendable () async -> Void,
        reload: AsyncStream<Void> = AsyncStream { $0.finish() },
        tell: @escaping @Sendable (Sign) -> Void
    ) async throws {
        let start = Start(tell: tell)
        let connection = try MQTTConnection(options) { [broker] event in
            broker.receive(event)
            if event == .ready { start.connected() }
        }
        broker.use(connection)
        let responder = BrokerResponder(
            broker: broker,
            proxies: proxies,
            openAPI: OpenAPIDocument.text(domains: settings.domains.map(\.code))
        )
        let server = BrokerWebServer(responder, settings: settings.broker, logger: logger) { port in
            start.listening(port: port)
            // Not before: a port that is taken must not make the broker that has it lose its connection.
            connection.start()
        }
        let result: Result<Void, any Error>
        do {
            result = .success(try await serve(server, until: stop, reload: reload, tell: tell))
        } catch {
            result = .failure(error)
        }
        await broker.stopTasks()
        await connection.stop(saying: [])
        await broker.flush()
        do throws(KeyDatabaseError) { try database.close() } catch { logger.error("\(error)") }
        try result.get()
    }

    private func serve(
        _ server: BrokerWebServer,
        until stop: @escaping @Sendable () async -> Void,
        reload: AsyncStream<Void>,
        tell: @escaping @Sendable (Sign) -> Void
    ) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { await broker.keepUp() }
            group.addTask { await broker.keepSweeping() }
            group.addTask { for await _ in reload { reloadLists() } }
            group.addTask {
                repeat { tell(.status(broker.summary)) } while (try? await time.sleep(Self.statusInterval)) != nil
            }
            group.addTask {
                await stop()
                tell(.stopping)
                await server.stop()
            }
            defer { group.cancelAll() }
            try await server.run()
        }
    }

    private func reloadLists() {
        do throws(SettingsError) {
            broker.replace(try AccessLists(settings))
            logger.notice("the lists of keys were read again")
        } catch {
            logger.error("the lists of keys stay as they were: \(error)")
        }
    }
}

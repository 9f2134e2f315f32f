import Glibc
package import KeyExchange
import Logging
import Service

/// A broker as a process of its own.
package enum BrokerProcess {
    /// Runs until SIGTERM or SIGINT; SIGHUP reads the lists of keys again.
    ///
    /// - Parameters:
    ///   - settings: all of them.
    ///   - file: the settings' own name, for errors.
    /// - Throws: what `BrokerService` throws.
    package static func run(_ settings: ExchangeSettings, file: String) async throws {
        let logger = Logger(label: "umstieg-broker", factory: ServiceLog.handler)
        let service = try BrokerService(settings: settings, file: file, logger: logger)
        let notifier = ServiceNotifier()
        let stop = StopSignals()
        let hangUps = StopSignals([SIGHUP])
        let reload = AsyncStream { await hangUps.next().map { _ in } }
        let watchdog = Task { await feed(notifier) }
        defer { watchdog.cancel() }
        let tell: @Sendable (BrokerService.Sign) -> Void = { sign in
            switch sign {
            case .listening(let port): logger.notice("listening on port \(port)")
            case .ready: notifier.isReady("connected")
            case .status(let text): notifier.says(text)
            case .stopping:
                logger.notice("stopping")
                notifier.isStopping()
            }
        }
        try await service.run(until: { _ = await stop.next() }, reload: reload, tell: tell)
    }

    /// Tells systemd's watchdog that tasks still run.
    private static func feed(_ notifier: ServiceNotifier) async {
        guard let watchdog = notifier.watchdog else { return }
        repeat { notifier.isAlive() } while (try? await Task.sleep(for: watchdog / 2)) != nil
    }
}

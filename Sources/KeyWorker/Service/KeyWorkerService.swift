import FleetModel
package import KeyExchange
package import Logging
import MQTTClient
package import Service
import Synchronization

/// A worker with its connection, from start to end.
package struct KeyWorkerService: Sendable {
    /// How often it looks whether something is due.
    private static let tick = Duration.seconds(1)
    private static let statusEvery = Duration.seconds(10)

    private let settings: ExchangeSettings
    private let name: String
    private let options: MQTTOptions
    private let kernel: any Kernel
    private let readUnits: @Sendable () -> GatewayUnits
    private let notifier: ServiceNotifier
    private let log: Logger

    /// - Throws: `SettingsError`.
    package init(
        _ settings: ExchangeSettings,
        file: String = "",
        kernel: any Kernel,
        readUnits: @escaping @Sendable () -> GatewayUnits,
        notifier: ServiceNotifier,
        log: Logger
    ) throws(SettingsError) {
        self.settings = settings
        self.kernel = kernel
        self.readUnits = readUnits
        self.notifier = notifier
        self.log = log
        name = try WorkerName.chosen(settings.worker, file: file)
        options = try MQTTOptions(settings, worker: name)
    }

    /// Works until it is told to end; peers stay in the kernel.
    ///
    /// - Parameters:
    ///   - watching: makes what tells of changed interfaces; kept for as long as this runs.
    ///   - stop: returns when it is time to end.
    /// - Throws: `MQTTError` when the server's settings can't be used, `KernelError` of `watching`.
    package func run(
        watching: (_ onChange: @escaping @Sendable () -> Void) throws(KernelError) -> LinkMonitor?,
        until stop: @escaping @Sendable () async -> Void
    ) async throws {
        let (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let inbox = KeyInbox(
            worker: name,
            domains: settings.domains.map(\.code),
            limit: settings.worker.peersPerDomain
        ) { bell.yield() }
        let connection = try MQTTConnection(options, onEvent: events(into: inbox))
        let monitor = try watching { inbox.noteInterfaces() }
        let ending = Task {
            await stop()
            bell.finish()
        }
        let ticking = Task {
            while !Task.isCancelled {
                bell.yield()
                try? await Task.sleep(for: Self.tick)
            }
        }
        connection.start()
        let worker = KeyWorker(
            settings,
            name: name,
            kernel: kernel,
            readUnits: readUnits,
            log: log,
            listen: { inbox.serve($0) },
            // Without a connection it is said again on the next one.
            say: { publication in try? connection.publish(MQTTMessage(publication)) }
        )
        await attend(worker, inbox, rings)
        ticking.cancel()
        ending.cancel()
        withExtendedLifetime(monitor) {}
        notifier.isStopping()
        log.notice("ends; peers stay")
        await connection.stop(saying: worker.farewell().map { MQTTMessage($0) })
    }

    /// Moves the worker on at each ring until there are no more.
    private func attend(_ worker: KeyWorker, _ inbox: KeyInbox, _ rings: AsyncStream<Void>) async {
        var isReady = false
        var nextStatus = Duration.zero
        var nextSign = Duration.zero
        for await _ in rings {
            let moment = Moment.now
            let mail = inbox.take()
            worker.advance(with: mail, at: moment)
            if mail.hasConnected, !isReady {
                isReady = true
                notifier.isReady(worker.summary(at: moment))
                log.notice("connected and subscribed as \(name)")
            }
            if moment.sinceStart >= nextStatus {
                nextStatus = moment.sinceStart + Self.statusEvery
                notifier.says(worker.summary(at: moment))
            }
            if moment.sinceStart >= nextSign {
                nextSign = moment.sinceStart + Self.tick
                notifier.isAlive()
            }
        }
    }

    private func events(into inbox: KeyInbox) -> @Sendable (MQTTEvent) -> Void {
        let log = log
        let said = Mutex("")
        return { event in
            switch event {
            case .ready:
                said.withLock { $0 = "" }
                inbox.noteConnection()
            case .message(let message): inbox.put(message)
            case .lost(let why):
                // Each attempt that fails tells; one line for each reason is enough.
                let isNew = said.withLock { old in
                    defer { old = why }
                    return old != why
                }
                if isNew { log.warning("no connection to the MQTT server: \(why)") }
            }
        }
    }
}

package import KeyExchange
package import Logging
import Synchronization

/// A key broker: takes registrations and messages, and does what follows from them.
///
/// Between the parts that it needs, HTTP, MQTT and the disk, it is the only one that knows the others.
package final class Broker: Sendable {
    let settings: ExchangeSettings
    let time: BrokerTime
    let writes: WriteBehind
    let log: QuietLog
    let logger: Logger

    let state: Mutex<BrokerState>
    let limits: Mutex<RegistrationLimits>
    let counters = Mutex(BrokerCounters())
    let link = Mutex(Link())

    /// The connection to the MQTT server, and what runs while it is there.
    struct Link: Sendable {
        var messenger: (any Messenger)?
        /// When it was last made.
        var readyAt: Duration?
        /// When a gateway was last found for a registration, by configured domain.
        var servedAt: [String: Duration] = [:]
        /// What was shared and hasn't come back yet, by topic: the server tells it to this broker, too.
        var echoes: [String: [UInt8]] = [:]
        /// By worker.
        var replays: [String: Task<Void, Never>] = [:]
        /// Keys of which the server holds all that is known here, while its retained messages come.
        var shared: Set<KeyDatabase.Name>?
        /// Keys of which the server has yet to be told what is known here, or that nothing is any more.
        var unshared: Set<KeyDatabase.Name> = []
    }

    package init(
        settings: ExchangeSettings,
        access: AccessLists,
        database: KeyDatabase,
        time: BrokerTime,
        logger: Logger
    ) throws(KeyDatabaseError) {
        self.settings = settings
        self.time = time
        self.logger = logger
        log = QuietLog(logger, time: time)
        writes = WriteBehind(database)
        var state = BrokerState(settings: settings, access: access)
        state.restore(try database.all(), now: time.now())
        self.state = Mutex(state)
        limits = Mutex(RegistrationLimits(settings.broker, domainCount: settings.domains.count))
    }

    /// Gives it the way to say something; its events come by `receive`.
    package func use(_ messenger: any Messenger) { link.withLock { $0.messenger = messenger } }

    package var isReady: Bool { messenger?.isReady ?? false }

    var messenger: (any Messenger)? { link.withLock(\.messenger) }

    /// Does what follows from a change of the state.
    func perform(_ effects: [BrokerEffect]) {
        for effect in effects {
            switch effect {
            case .greet(let worker): replay(to: worker)
            case .leave(let worker): link.withLock { $0.replays.removeValue(forKey: worker) }?.cancel()
            case .store(let domain, let key, let history):
                writes.add(.keep(history), to: KeyDatabase.Name(domain: domain, key: key))
            case .erase(let domain, let key): writes.add(.erase, to: KeyDatabase.Name(domain: domain, key: key))
            case .share(let domain, let key, let history):
                share(history, KeyDatabase.Name(domain: domain, key: key))
            case .unshare(let domain, let key): share(nil, KeyDatabase.Name(domain: domain, key: key))
            }
        }
    }
}

import FleetModel
import KeyExchange
import KeyWorker
import Logging

/// A worker with one domain or two over a kernel in memory, and a clock that is set by hand.
final class Site {
    static let eins = ExchangeDomain(code: "ffms_eins", shortName: "eins", dialect: .ffmuc)
    static let zwei = ExchangeDomain(code: "ffms_zwei", shortName: "zwei", dialect: .gluon)

    let kernel = MemoryKernel()
    let own = Site.key(200)
    var settings: ExchangeSettings
    var moment = Moment(sinceStart: .seconds(100_000), wall: .seconds(1_700_000_000))
    var units = GatewayUnits()
    private(set) var said: [Publication] = []
    /// The domains whose keys it wants, if it has told.
    private(set) var wanted: [String]?
    private(set) lazy var worker = start()

    init(domains: [ExchangeDomain] = [Site.eins], settings change: (inout WorkerSettings) -> Void = { _ in }) {
        settings = ExchangeSettings(domains: domains, weights: [:], mqtt: MQTTSettings(host: "127.0.0.1"))
        change(&settings.worker)
    }

    /// Starts the worker anew; the kernel stays.
    func restart() { worker = start() }

    private func start() -> KeyWorker {
        KeyWorker(
            settings,
            name: "gw1",
            kernel: kernel,
            readUnits: { [unowned self] in units },
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            listen: { [unowned self] in wanted = $0 },
            say: { [unowned self] in said.append($0) }
        )
    }

    /// Adds all domains' interfaces, and lets the worker see them.
    func begin() {
        for domain in settings.domains { kernel.raise(domain, key: own) }
        pass(.zero)
        forget()
    }

    /// Lets time pass on both clocks, and then the worker do what is due.
    func pass(_ time: Duration, _ fill: (inout Mail) -> Void = { _ in }) {
        moment.sinceStart += time
        moment.wall += time
        var mail = Mail()
        fill(&mail)
        worker.advance(with: mail, at: moment)
    }

    func register(_ keys: WireGuardKey..., in domain: ExchangeDomain = Site.eins) {
        pass(.milliseconds(10)) { $0.keys[domain.code] = keys }
    }

    /// Forgets what was said and changed so far.
    func forget() {
        said = []
        _ = kernel.takeChanges()
    }

    func tell(
        _ key: WireGuardKey?,
        address: String = "fe80::77",
        of worker: String = "gw9",
        in domain: String = "ffms_eins"
    ) {
        let data = key.map { GatewayData(externalAddress: worker, port: 1, publicKey: $0, linkAddress: address) }
        pass(.milliseconds(10)) { $0.gateways[GatewayPlace(worker: worker, domain: domain)] = .some(data) }
    }

    /// What a domain has in the kernel of a node: peer, route, FDB entry.
    func traces(of key: WireGuardKey, in domain: ExchangeDomain = Site.eins) -> [Bool] {
        let peer = NodePeer(key, in: domain.dialect)
        let wireGuard = kernel.link(domain.wireGuardInterfaceName)
        let entry = ForwardingEntry(destination: peer.address, via: wireGuard?.interface.index)
        return [
            wireGuard?.device?.peers.contains { $0.key == key && $0.allowed == [.linkLocal(peer.address)] } ?? false,
            wireGuard?.routes.contains(peer.address) ?? false,
            kernel.link(domain.vxlanInterfaceName)?.forwarding.contains(entry) ?? false,
        ]
    }

    /// Payloads said on a topic, in order.
    func said(_ topic: ExchangeTopic) -> [String] {
        said.filter { $0.topic == topic }.map { String(decoding: $0.payload, as: UTF8.self) }
    }

    static func key(_ number: Int) -> WireGuardKey {
        WireGuardKey(bytes: (0..<32).map { UInt8(truncatingIfNeeded: number >> (8 * min($0, 7)) ^ $0) })
    }
}

let there = [true, true, true]
let gone = [false, false, false]

import FleetModel
package import KeyExchange
package import Logging

/// Puts the keys that brokers publish into the kernel, and says over MQTT how the gateway is.
///
/// It is moved on from outside: `advance` does what is due at a moment, and is the only way in.
package final class KeyWorker {
    /// A known key makes its domain be looked at soon, but not more often than this: brokers repeat keys by thousands.
    private static let leastBetweenLooks = Duration.seconds(2)
    /// A handshake younger than this counts as connected, as with wgkex.
    private static let connected = Duration.seconds(180)
    /// Keys that are named as living.
    private static let mostLiving = 20_000

    package let name: String
    package private(set) var counters = WorkerCounters()

    private let settings: WorkerSettings
    private let kernel: any Kernel
    private let readUnits: () -> GatewayUnits
    let listen: ([String]) -> Void
    let say: (Publication) -> Void
    var served: ServedDomains
    var domains: [DomainWorker] = []
    private var book: GatewayBook
    var report: WorkerReport
    private var agenda: WorkerAgenda?
    /// What was last said of each domain on this connection.
    var saidData: [String: GatewayData] = [:]
    var saidAvailability: [String: Bool] = [:]

    /// - Parameters:
    ///   - settings: of which the broker's part doesn't matter.
    ///   - name: in topics.
    ///   - kernel: what is worked on.
    ///   - readUnits: reads the gateways' keys of networkd's units.
    ///   - log: for people.
    ///   - listen: called with the codes of the domains whose keys are wanted when they are others than the settings'.
    ///   - say: publishes, or does nothing without a connection: all is said again on the next one.
    package init(
        _ settings: ExchangeSettings,
        name: String,
        kernel: any Kernel,
        readUnits: @escaping () -> GatewayUnits,
        log: Logger,
        listen: @escaping ([String]) -> Void,
        say: @escaping (Publication) -> Void
    ) {
        self.settings = settings.worker
        self.name = name
        self.kernel = kernel
        self.readUnits = readUnits
        self.listen = listen
        self.say = say
        served = ServedDomains(settings)
        book = GatewayBook(worker: name)
        report = WorkerReport(log)
        domains = served.domains.map(makeDomain)
    }

    func makeDomain(_ domain: ExchangeDomain) -> DomainWorker {
        DomainWorker(domain, limit: settings.peersPerDomain, kernel: kernel)
    }

    /// Takes what was heard, and does what is due.
    package func advance(with mail: Mail, at moment: Moment) {
        var agenda = agenda ?? WorkerAgenda(settings, at: moment)
        let due = agenda.take(at: moment)
        self.agenda = agenda
        if due.contains(.domains) { follow(at: moment) }
        take(mail, at: moment)
        reconcile(due, mail, at: moment)
        for domain in domains {
            guard let keys = mail.keys[domain.domain.code] else { continue }
            note(domain.admit(keys, at: moment), of: domain, at: moment)
        }
        if due.contains(.sweep) {
            for domain in domains { note(domain.sweep(after: settings.staleAfter, at: moment), of: domain, at: moment) }
        }
        speak(due, mail, at: moment)
    }

    /// What is to be said last: that no domain is served, and that nobody listens.
    package func farewell() -> [Publication] {
        domains.map { .noPeers(domain: $0.domain.code, worker: name) } + [.status(isOnline: false, worker: name)]
    }

    /// One line for people, and for gateway-wireguard.yaml: `serves ffms_nord ffms_sued; 30 nodes, 20 of them connected`,
    /// then what is wrong with the domains that aren't served.
    package func summary(at moment: Moment) -> String {
        let served = domains.filter { $0.interfaces != nil && $0.findings.isEmpty }.map(\.domain.code)
        let nodes = domains.reduce(0) { $0 + $1.ledger.count }
        let connected = domains.reduce(0) { $0 + $1.ledger.living(within: Self.connected, at: moment).count }
        let findings = domains.flatMap { domain in domain.findings.map { "\(domain.domain.code): \($0)" } }
        let sentences =
            [
                served.isEmpty ? "serves no domain" : "serves " + served.joined(separator: " "),
                "\(nodes) nodes, \(connected) of them connected",
            ] + findings + self.served.findings
        return sentences.joined(separator: "; ")
    }
}

// MARK: Taking

extension KeyWorker {
    private func take(_ mail: Mail, at moment: Moment) {
        counters.malformed += mail.malformed
        counters.retained += mail.retained
        counters.refusedFull += mail.overflowing
        for (place, data) in mail.gateways { book.note(data, at: place) }
        report.tell(mail, at: moment)
    }

    /// Looks at the domains that have to be looked at.
    private func reconcile(_ due: Set<WorkerTask>, _ mail: Mail, at moment: Moment) {
        let isNews = mail.haveInterfacesChanged || !mail.gateways.isEmpty
        let isDue = isNews || !due.isDisjoint(with: [.reconcile, .sweep, .metrics])
        let chosen = domains.filter { domain in
            let age = domain.readAt.map { moment.sinceStart - $0 }
            return isDue || (domain.isInDoubt && age.map { $0 >= Self.leastBetweenLooks } ?? true)
        }
        guard !chosen.isEmpty else { return }
        book.units = readUnits()
        for domain in chosen {
            note(domain.reconcile(book, at: moment), of: domain, at: moment)
            report.tell(domain.findings, of: domain.domain.code)
        }
    }

    func note(_ result: DomainWorker.Result, of domain: DomainWorker, at moment: Moment) {
        let failed = Set(result.failures.compactMap(\.change.addedAddress))
        counters.added += result.added.count { !failed.contains($0.address) }
        counters.removed += result.removed.count
        counters.repaired += result.repaired
        counters.failed += result.failures.count
        for (_, why) in result.refused { counters.count(why) }
        for why in result.released.values { counters.count(why) }
        report.tell(result, of: domain.domain.code, at: moment)
    }
}

// MARK: Speaking

extension KeyWorker {
    private func speak(_ due: Set<WorkerTask>, _ mail: Mail, at moment: Moment) {
        if mail.hasConnected {
            saidData = [:]
            saidAvailability = [:]
        }
        for domain in domains { sayData(of: domain) }
        takeBack(mail.unserved)
        // After the data, so that a broker that hears of a worker knows how nodes reach it.
        if mail.hasConnected || mail.isDeclaredOffline { say(.status(isOnline: true, worker: name)) }
        let isTime = mail.hasConnected || due.contains(.metrics)
        for domain in domains where isTime || saidAvailability[domain.domain.code] != (domain.interfaces != nil) {
            sayMetric(of: domain, at: moment)
        }
        if isTime { say(.counters(counters, worker: name)) }
        if due.contains(.living) {
            for domain in domains {
                let living = domain.ledger.living(within: settings.staleAfter, at: moment).prefix(Self.mostLiving)
                say(.living(living, domain: domain.domain.code, worker: name))
            }
        }
    }

    private func sayData(of domain: DomainWorker) {
        let code = domain.domain.code
        guard let data = domain.data(externalAddress: settings.externalName ?? name), saidData[code] != data else {
            return
        }
        saidData[code] = data
        say(.data(data, domain: code, worker: name))
    }

    /// Says how many nodes are connected; wgkex counts gateways, too, but it is for nodes that brokers choose.
    private func sayMetric(of domain: DomainWorker, at moment: Moment) {
        let code = domain.domain.code
        saidAvailability[code] = domain.interfaces != nil
        guard domain.interfaces != nil else { return say(.noPeers(domain: code, worker: name)) }
        let count = domain.ledger.living(within: Self.connected, at: moment).count
        say(.connectedPeers(count, domain: code, worker: name))
    }
}

extension KernelChange {
    /// Address of the node that was to get something.
    fileprivate var addedAddress: LinkLocalAddress? {
        switch self {
        case .setPeer(let peer, on: _): peer.address
        case .addRoute(let address, over: _), .addForwarding(let address, via: _, on: _): address
        case .removePeer, .removeRoute, .removeForwarding: nil
        }
    }
}

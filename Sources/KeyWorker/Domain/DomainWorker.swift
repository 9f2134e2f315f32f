import FleetModel
import Glibc
import KeyExchange

/// Keeps one domain's interfaces as they should be.
///
/// Not for more than one thread: the worker goes from domain to domain.
final class DomainWorker {
    let domain: ExchangeDomain
    private(set) var ledger: DomainLedger
    /// The interfaces, as long as they are there and can be worked on.
    private(set) var interfaces: DomainInterfaces?
    /// What is wrong with them, in words.
    private(set) var findings: [String] = ["not looked at yet"]
    private(set) var device: WireGuardDevice?
    /// When the kernel was last read, since the machine's start.
    private(set) var readAt: Duration?
    /// Whether it wasn't looked at yet, or a known key was heard since: its node may miss something.
    private(set) var isInDoubt = true

    private let kernel: any Kernel
    private let limit: Int
    /// Keys that came before the interfaces, in their order.
    private var waiting: [WireGuardKey] = []
    private var isWaiting: Set<WireGuardKey> = []

    init(_ domain: ExchangeDomain, limit: Int, kernel: any Kernel) {
        self.domain = domain
        self.limit = limit
        self.kernel = kernel
        ledger = DomainLedger(domain: domain, limit: limit)
    }

    /// What happened, for counters and the log.
    struct Result {
        var added: [NodePeer] = []
        var removed: [NodePeer] = []
        var repaired = 0
        var adopted = 0
        var refused: [(key: WireGuardKey, why: Refusal)] = []
        var released: [WireGuardKey: Refusal] = [:]
        var failures: [KernelFailure] = []
    }

    /// Compares what should be with what is, and brings it about.
    func reconcile(_ book: GatewayBook, at moment: Moment) -> Result {
        var result = Result()
        isInDoubt = false
        guard let reading = read(units: book.units) else { return result }
        let comparison = ledger.compare(reading, gateways: book.gateways(of: domain), at: moment)
        readAt = moment.sinceStart
        result.failures = kernel.perform(comparison.changes)
        result.adopted = comparison.adopted
        result.released = comparison.released
        result.repaired = comparison.missing - result.failures.count { $0.change.isAddition }
        let early = waiting
        waiting = []
        isWaiting = []
        result.join(admit(early, at: moment))
        return result
    }

    /// Takes keys that were heard; those that come before the interfaces wait for them.
    func admit(_ keys: [WireGuardKey], at moment: Moment) -> Result {
        var result = Result()
        guard let interfaces else {
            for key in keys where !isWaiting.contains(key) {
                guard waiting.count < limit else {
                    result.refused.append((key, .full))
                    continue
                }
                waiting.append(key)
                isWaiting.insert(key)
            }
            return result
        }
        for key in keys {
            switch ledger.admit(key, at: moment) {
            case .new(let peer): result.added.append(peer)
            case .known: isInDoubt = true
            case .refused(let why): result.refused.append((key, why))
            }
        }
        result.failures = kernel.perform(KernelChange.adding(result.added, on: interfaces))
        return result
    }

    /// Takes nodes out that were silent for so long.
    func sweep(after silence: Duration, at moment: Moment) -> Result {
        var result = Result()
        guard let interfaces else { return result }
        result.removed = ledger.expire(after: silence, at: moment)
        result.failures = kernel.perform(KernelChange.removing(result.removed, on: interfaces))
        return result
    }

    /// Takes all nodes out: the domain is given up.
    func clear() -> Result {
        var result = Result()
        guard let interfaces else { return result }
        result.removed = ledger.removeAll()
        // Interfaces that are gone already took theirs along.
        result.failures = kernel.perform(KernelChange.removing(result.removed, on: interfaces))
            .filter { $0.error.code != ENODEV }
        return result
    }

    /// How nodes reach this gateway; nil as long as they can't.
    func data(externalAddress: String) -> GatewayData? {
        guard interfaces != nil, let device, let key = device.publicKey else { return nil }
        return GatewayData(
            externalAddress: externalAddress,
            port: device.listenPort,
            publicKey: key,
            linkAddress: linkAddress(of: key).description
        )
    }

    private func linkAddress(of key: WireGuardKey) -> LinkLocalAddress {
        switch domain.dialect {
        case .ffmuc: LinkLocalAddress(of: key, in: .ffmuc)
        case .gluon: .gluonGateway
        }
    }
}

// MARK: Reading

extension DomainWorker {
    /// Looks without changing anything, and says what is there.
    func inspect(units: GatewayUnits) -> String {
        guard let reading = read(units: units), let key = reading.device.publicKey else { return "not ready" }
        return "\(domain.wireGuardInterfaceName) has key \(key), port \(reading.device.listenPort) and "
            + "\(reading.device.peers.count) peers; \(units.keys[domain.wireGuardInterfaceName]?.count ?? 0) keys in units"
    }

    /// What the kernel holds; nil, with findings, if it can't be worked on.
    private func read(units: GatewayUnits) -> DomainReading? {
        interfaces = nil
        device = nil
        findings = units.unreadable.map { "\($0); gateways in it would be taken for nodes" }
        guard findings.isEmpty else { return nil }
        do throws(KernelError) {
            guard let wireGuard = try interface(domain.wireGuardInterfaceName, kind: "wireguard"),
                let vxlan = try interface(domain.vxlanInterfaceName, kind: "vxlan")
            else { return nil }
            let device = try kernel.wireGuard(wireGuard.index)
            guard let key = device.publicKey else {
                findings.append("\(domain.wireGuardInterfaceName) has no private key")
                return nil
            }
            let interfaces = DomainInterfaces(wireGuard: wireGuard.index, vxlan: vxlan.index)
            let reading = DomainReading(
                interfaces: interfaces,
                device: device,
                routes: try kernel.routes(over: wireGuard.index),
                forwarding: try kernel.forwarding(of: vxlan.index)
            )
            check(wireGuard, vxlan, key)
            self.interfaces = interfaces
            self.device = WireGuardDevice(publicKey: key, listenPort: device.listenPort)
            return reading
        } catch {
            findings.append("the kernel can't be read: \(error)")
            return nil
        }
    }

    /// An interface that can be worked on.
    private func interface(_ name: String, kind: String) throws(KernelError) -> KernelInterface? {
        guard let found = try kernel.interface(named: name) else {
            findings.append("\(name) is missing")
            return nil
        }
        guard found.kind == kind else {
            findings.append("\(name) is no \(kind) interface")
            return nil
        }
        guard found.isUp else {
            findings.append("\(name) is down")
            return nil
        }
        return found
    }

    /// Finds what nodes would stumble over although the interfaces are there.
    private func check(_ wireGuard: KernelInterface, _ vxlan: KernelInterface, _ key: WireGuardKey) {
        let address = linkAddress(of: key)
        if !wireGuard.addresses.contains(address) {
            findings.append("\(domain.wireGuardInterfaceName) doesn't have the address \(address)")
        }
        if let port = vxlan.vxlanPort, port != domain.dialect.vxlanPort {
            findings.append(
                "\(domain.vxlanInterfaceName) has UDP port \(port) where dialect \(domain.dialect.rawValue) "
                    + "has \(domain.dialect.vxlanPort)"
            )
        }
    }
}

extension DomainWorker.Result {
    mutating func join(_ other: DomainWorker.Result) {
        added += other.added
        removed += other.removed
        repaired += other.repaired
        adopted += other.adopted
        refused += other.refused
        released.merge(other.released) { first, _ in first }
        failures += other.failures
    }
}

extension KernelChange {
    /// Whether it puts something into the kernel.
    fileprivate var isAddition: Bool {
        switch self {
        case .setPeer, .addRoute, .addForwarding: true
        case .removePeer, .removeRoute, .removeForwarding: false
        }
    }
}

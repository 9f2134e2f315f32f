import FleetModel
import Glibc
import KeyExchange
import KeyWorker
import Synchronization

/// A kernel in memory that does to peers, routes and FDB entries what Linux does.
final class MemoryKernel: Kernel {
    struct Link {
        var interface: KernelInterface
        var device: WireGuardDevice?
        var routes: Set<LinkLocalAddress> = []
        var forwarding: Set<ForwardingEntry> = []
        /// The interface that it lies over, and goes with.
        var lower: UInt32?
    }

    private struct World {
        var links: [String: Link] = [:]
        var nextIndex: UInt32 = 10
        var refusal: KernelError?
        var refused: Set<KernelChange> = []
        var changes: [KernelChange] = []
    }

    private let world = Mutex(World())

    /// Adds a domain's interfaces as networkd makes them.
    func raise(_ domain: ExchangeDomain, key: WireGuardKey, port: Int = 40_000) {
        world.withLock { world in
            let index = world.nextIndex
            world.nextIndex += 2
            let address = domain.dialect == .ffmuc ? LinkLocalAddress(of: key, in: .ffmuc) : .gluonGateway
            world.links[domain.wireGuardInterfaceName] = Link(
                interface: KernelInterface(index: index, kind: "wireguard", isUp: true, addresses: [address]),
                device: WireGuardDevice(publicKey: key, listenPort: port)
            )
            world.links[domain.vxlanInterfaceName] = Link(
                interface: KernelInterface(
                    index: index + 1,
                    kind: "vxlan",
                    isUp: true,
                    vxlanPort: domain.dialect.vxlanPort
                ),
                lower: index
            )
        }
    }

    /// Deletes an interface, and with it all that it has and what lies over it.
    func delete(_ name: String) {
        world.withLock { world in
            guard let gone = world.links.removeValue(forKey: name) else { return }
            world.links = world.links.filter { $0.value.lower != gone.interface.index }
        }
    }

    /// Changes an interface as somebody else might.
    func change(_ name: String, _ body: (inout Link) -> Void) {
        world.withLock { world in
            guard var link = world.links[name] else { return }
            body(&link)
            world.links[name] = link
        }
    }

    func link(_ name: String) -> Link? { world.withLock { $0.links[name] } }

    /// Makes all questions fail.
    func fail(with error: KernelError?) { world.withLock { $0.refusal = error } }

    /// Makes these changes fail.
    func refuse(_ changes: Set<KernelChange>) { world.withLock { $0.refused = changes } }

    /// All that it was asked to change since the last call.
    func takeChanges() -> [KernelChange] {
        world.withLock { world in
            defer { world.changes = [] }
            return world.changes
        }
    }

    /// A peer that somebody else adds, with route and FDB entry.
    func addByHand(_ key: WireGuardKey, _ address: LinkLocalAddress, in domain: ExchangeDomain) {
        let index = link(domain.wireGuardInterfaceName)?.interface.index
        change(domain.wireGuardInterfaceName) { link in
            link.device?.peers.append(WireGuardDevice.Peer(key: key, allowed: [.linkLocal(address)]))
            link.routes.insert(address)
        }
        change(domain.vxlanInterfaceName) { link in
            link.forwarding.insert(ForwardingEntry(destination: address, via: index))
        }
    }

    func shakeHands(_ key: WireGuardKey, at time: Duration, in domain: ExchangeDomain) {
        change(domain.wireGuardInterfaceName) { link in
            guard let index = link.device?.peers.firstIndex(where: { $0.key == key }) else { return }
            link.device?.peers[index].lastHandshake = time
        }
    }

    // MARK: What the worker asks

    func interface(named name: String) throws(KernelError) -> KernelInterface? {
        try refuse()
        return link(name)?.interface
    }

    func wireGuard(_ index: UInt32) throws(KernelError) -> WireGuardDevice {
        guard let device = try link(index).device else { throw KernelError(code: EOPNOTSUPP) }
        return device
    }

    func routes(over index: UInt32) throws(KernelError) -> Set<LinkLocalAddress> { try link(index).routes }

    func forwarding(of index: UInt32) throws(KernelError) -> Set<ForwardingEntry> { try link(index).forwarding }

    func perform(_ changes: [KernelChange]) -> [KernelFailure] {
        world.withLock { world in
            world.changes += changes
            return changes.compactMap { change in
                if world.refused.contains(change) {
                    return KernelFailure(change: change, error: KernelError(code: ENOMEM))
                }
                return Self.perform(change, in: &world).map {
                    KernelFailure(change: change, error: KernelError(code: $0))
                }
            }
        }
    }

    private func refuse() throws(KernelError) {
        if let refusal = world.withLock({ $0.refusal }) { throw refusal }
    }

    private func link(_ index: UInt32) throws(KernelError) -> Link {
        try refuse()
        let found = world.withLock { $0.links.values.first { $0.interface.index == index } }
        guard let found else { throw KernelError(code: ENODEV) }
        return found
    }

    private static func perform(_ change: KernelChange, in world: inout World) -> Int32? {
        switch change {
        case .setPeer(let peer, on: let index):
            return edit(index, in: &world) { link in
                guard peer.key != link.device?.publicKey else { return }
                let allowed = WireGuardDevice.Allowed.linkLocal(peer.address)
                var peers = link.device?.peers ?? []
                // An address belongs to the peer that got it last.
                for index in peers.indices { peers[index].allowed.removeAll { $0 == allowed } }
                if let index = peers.firstIndex(where: { $0.key == peer.key }) {
                    peers[index].allowed = [allowed]
                } else {
                    peers.append(WireGuardDevice.Peer(key: peer.key, allowed: [allowed]))
                }
                link.device?.peers = peers
            }
        case .removePeer(let key, on: let index):
            return edit(index, in: &world) { $0.device?.peers.removeAll { $0.key == key } }
        case .addRoute(let address, over: let index): return edit(index, in: &world) { $0.routes.insert(address) }
        case .removeRoute(let address, over: let index): return edit(index, in: &world) { $0.routes.remove(address) }
        case .addForwarding(let address, via: let way, on: let index):
            guard world.links.values.contains(where: { $0.interface.index == way }) else { return EADDRNOTAVAIL }
            return edit(index, in: &world) { $0.forwarding.insert(ForwardingEntry(destination: address, via: way)) }
        case .removeForwarding(let address, via: let way, on: let index):
            return edit(index, in: &world) { $0.forwarding.remove(ForwardingEntry(destination: address, via: way)) }
        }
    }

    private static func edit(_ index: UInt32, in world: inout World, _ body: (inout Link) -> Void) -> Int32? {
        guard let found = world.links.first(where: { $0.value.interface.index == index }) else { return ENODEV }
        var link = found.value
        body(&link)
        world.links[found.key] = link
        return nil
    }
}

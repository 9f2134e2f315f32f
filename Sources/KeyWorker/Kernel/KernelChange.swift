package import FleetModel
package import KeyExchange

/// One thing to change in the kernel, which can be done twice with the same result.
package enum KernelChange: Sendable, Hashable {
    /// The peer, with its address as the only one allowed.
    case setPeer(NodePeer, on: UInt32)
    case removePeer(WireGuardKey, on: UInt32)
    case addRoute(LinkLocalAddress, over: UInt32)
    case removeRoute(LinkLocalAddress, over: UInt32)
    /// The all-zeros entry of a VXLAN interface gets another destination, out by a WireGuard interface.
    ///
    /// Without the way out an entry breaks when the node moves to another domain, whose route it then follows.
    case addForwarding(LinkLocalAddress, via: UInt32, on: UInt32)
    case removeForwarding(LinkLocalAddress, via: UInt32, on: UInt32)
}

extension KernelChange {
    /// What brings nodes in: first the peers, so that nothing leads to one that isn't there.
    package static func adding(_ peers: some Collection<NodePeer>, on interfaces: DomainInterfaces) -> [KernelChange] {
        peers.map { .setPeer($0, on: interfaces.wireGuard) }
            + peers.map { .addRoute($0.address, over: interfaces.wireGuard) }
            + peers.map { .addForwarding($0.address, via: interfaces.wireGuard, on: interfaces.vxlan) }
    }

    /// What takes nodes out, the peer last: as long as it is there, a restarted worker sees that it isn't done.
    package static func removing(
        _ peers: some Collection<NodePeer>,
        on interfaces: DomainInterfaces
    ) -> [KernelChange] {
        peers.map { .removeForwarding($0.address, via: interfaces.wireGuard, on: interfaces.vxlan) }
            + peers.map { .removeRoute($0.address, over: interfaces.wireGuard) }
            + peers.map { .removePeer($0.key, on: interfaces.wireGuard) }
    }
}

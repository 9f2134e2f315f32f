package import KeyExchange

/// What the kernel holds of one domain.
package struct DomainReading: Sendable, Hashable {
    package var interfaces: DomainInterfaces
    package var device: WireGuardDevice
    package var routes: Set<LinkLocalAddress>
    package var forwarding: Set<ForwardingEntry>

    package init(
        interfaces: DomainInterfaces,
        device: WireGuardDevice,
        routes: Set<LinkLocalAddress>,
        forwarding: Set<ForwardingEntry>
    ) {
        self.interfaces = interfaces
        self.device = device
        self.routes = routes
        self.forwarding = forwarding
    }

    /// Whether an address has its FDB entry, by the right way out.
    func forwards(_ address: LinkLocalAddress) -> Bool {
        forwarding.contains(ForwardingEntry(destination: address, via: interfaces.wireGuard))
    }
}

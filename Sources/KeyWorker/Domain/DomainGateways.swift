package import FleetModel
package import KeyExchange

/// What must not be taken for a node in one domain.
package struct DomainGateways: Sendable, Hashable {
    /// Of a gateway's unit, or of any worker's `data`.
    package var keys: Set<WireGuardKey>
    /// On gateways' WireGuard interfaces.
    package var addresses: Set<LinkLocalAddress>

    package init(keys: Set<WireGuardKey> = [], addresses: Set<LinkLocalAddress> = []) {
        self.keys = keys
        self.addresses = addresses
    }
}

package import FleetModel
package import KeyExchange

/// A node as a gateway has it: a key, and the link-local address that follows from it.
package struct NodePeer: Sendable, Hashable {
    package let key: WireGuardKey
    package let address: LinkLocalAddress

    package init(key: WireGuardKey, address: LinkLocalAddress) {
        self.key = key
        self.address = address
    }

    package init(_ key: WireGuardKey, in dialect: Dialect) {
        self.init(key: key, address: LinkLocalAddress(of: key, in: dialect))
    }
}

package import FleetModel
package import KeyExchange

/// A WireGuard interface, without its private key, which the kernel tells as well.
package struct WireGuardDevice: Sendable, Hashable {
    /// nil as long as it has no private key.
    package var publicKey: WireGuardKey?
    package var listenPort: Int
    package var peers: [Peer]

    package init(publicKey: WireGuardKey?, listenPort: Int, peers: [Peer] = []) {
        self.publicKey = publicKey
        self.listenPort = listenPort
        self.peers = peers
    }

    package struct Peer: Sendable, Hashable {
        package var key: WireGuardKey
        package var allowed: [Allowed]
        /// Time since 1970 by the kernel's clock, which may have been set since; nil if there was none.
        package var lastHandshake: Duration?

        package init(key: WireGuardKey, allowed: [Allowed], lastHandshake: Duration? = nil) {
            self.key = key
            self.allowed = allowed
            self.lastHandshake = lastHandshake
        }
    }

    /// What a peer may send from.
    package enum Allowed: Sendable, Hashable {
        /// One link-local address, with prefix length 128.
        case linkLocal(LinkLocalAddress)
        /// Anything else, which no node of the key exchange has.
        case other
    }
}

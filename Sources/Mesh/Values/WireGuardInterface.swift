package import FleetModel

/// A WireGuard interface and its peers, without any secret.
package struct WireGuardInterface: Sendable, Hashable {
    package var name: String
    /// Nil as long as it has no key.
    package var publicKey: WireGuardKey?
    /// Nil as long as it listens nowhere.
    package var listenPort: UInt16?
    package var peers: [WireGuardPeer]

    package init(name: String, publicKey: WireGuardKey?, listenPort: UInt16?, peers: [WireGuardPeer]) {
        self.name = name
        self.publicKey = publicKey
        self.listenPort = listenPort
        self.peers = peers
    }
}

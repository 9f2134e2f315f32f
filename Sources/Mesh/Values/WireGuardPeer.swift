package import FleetModel

/// The other end of a WireGuard tunnel, without any secret.
package struct WireGuardPeer: Sendable, Hashable {
    package var publicKey: WireGuardKey
    /// `192.0.2.1:40001` or `[2001:db8::1]:40001`; nil if it hasn't been heard of.
    package var endpoint: String?
    package var allowedIPs: [AddressPrefix]
    /// Seconds since 1970 by the gateway's clock; nil if there was none.
    package var latestHandshake: Int?
    /// Bytes.
    package var received: Int
    /// Bytes.
    package var sent: Int

    package init(
        publicKey: WireGuardKey,
        endpoint: String? = nil,
        allowedIPs: [AddressPrefix] = [],
        latestHandshake: Int? = nil,
        received: Int = 0,
        sent: Int = 0
    ) {
        self.publicKey = publicKey
        self.endpoint = endpoint
        self.allowedIPs = allowedIPs
        self.latestHandshake = latestHandshake
        self.received = received
        self.sent = sent
    }
}

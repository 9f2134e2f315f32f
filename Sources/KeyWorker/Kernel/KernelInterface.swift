package import KeyExchange

/// An interface, as rtnetlink tells it.
package struct KernelInterface: Sendable, Hashable {
    package var index: UInt32
    /// Such as `wireguard` or `vxlan`; empty for hardware.
    package var kind: String
    package var isUp: Bool
    /// Its own link-local addresses.
    package var addresses: [LinkLocalAddress]
    /// UDP port of a VXLAN interface.
    package var vxlanPort: Int?

    package init(
        index: UInt32,
        kind: String,
        isUp: Bool,
        addresses: [LinkLocalAddress] = [],
        vxlanPort: Int? = nil
    ) {
        self.index = index
        self.kind = kind
        self.isUp = isUp
        self.addresses = addresses
        self.vxlanPort = vxlanPort
    }
}

/// A network interface.
package struct LinkState: Sendable, Hashable {
    package var name: String
    package var index: Int
    package var mtu: Int
    /// Whether an admin has set it up; it may still be without carrier.
    package var isUp: Bool
    /// Nil for interfaces without, as those of WireGuard.
    package var address: MACAddress?
    /// `vxlan`, `wireguard`, `batadv`, `bridge`, `tun`; nil for real network cards.
    package var kind: String?
    /// The interface that it is in.
    package var master: String?
    /// If it is a VXLAN.
    package var vxlan: VXLANSettings?

    package init(
        name: String,
        index: Int,
        mtu: Int,
        isUp: Bool = true,
        address: MACAddress? = nil,
        kind: String? = nil,
        master: String? = nil,
        vxlan: VXLANSettings? = nil
    ) {
        self.name = name
        self.index = index
        self.mtu = mtu
        self.isUp = isUp
        self.address = address
        self.kind = kind
        self.master = master
        self.vxlan = vxlan
    }
}

package import FleetModel

/// Where a bridge or VXLAN sends packets for an address.
package struct ForwardingEntry: Sendable, Hashable {
    /// Zeros: all unknown destinations.
    package var address: MACAddress
    package var interface: String
    /// The VXLAN's other end.
    package var destination: IPAddress?
    /// The interface that leads to `destination`.
    package var via: String?
    package var vlan: Int?
    /// The bridge that the interface is in.
    package var master: String?
    package var isPermanent: Bool
    /// Whether it stands in the interface's own table, not in its bridge's.
    package var isSelf: Bool

    package init(
        address: MACAddress,
        interface: String,
        destination: IPAddress? = nil,
        via: String? = nil,
        vlan: Int? = nil,
        master: String? = nil,
        isPermanent: Bool = true,
        isSelf: Bool = true
    ) {
        self.address = address
        self.interface = interface
        self.destination = destination
        self.via = via
        self.vlan = vlan
        self.master = master
        self.isPermanent = isPermanent
        self.isSelf = isSelf
    }
}

extension Domain {
    /// The WireGuard interface on gateways.
    package var wireGuardInterfaceName: String { "wg-\(shortName)" }
    /// The VXLAN interface on gateways, above WireGuard.
    package var vxlanInterfaceName: String { "vx-\(shortName)" }
    /// The batman-adv interface on gateways, unless another one is found there.
    package var batmanInterfaceName: String { batmanInterface ?? "bat-\(shortName)" }
    /// The bridge on gateways, unless another one is found there.
    package var bridgeName: String { bridge ?? "br-\(shortName)" }

    /// The WireGuard interface on nodes.
    package var nodeWireGuardInterfaceName: String {
        switch dialect {
        case .ffmuc: "wg_mesh_vpn"
        case .gluon: "wg_mesh"
        }
    }
    /// The VXLAN interface on nodes, above WireGuard.
    package var nodeVXLANInterfaceName: String { "mesh-vpn" }
    /// The batman-adv interface on nodes.
    package var nodeBatmanInterfaceName: String { "bat0" }

    /// MTU of the VXLAN interfaces on both ends, in bytes: VXLAN over IPv6 costs 70.
    package var vxlanMTU: Int { wireGuard.mtu - 70 }

    /// The VXLAN network identifier, 24 bits.
    ///
    /// - Throws: `KeyError.malformedSeed`.
    package func vni() throws(KeyError) -> Int { try dialect.vni(ofSeed: seed) }
}

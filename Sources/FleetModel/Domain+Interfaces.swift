extension Domain {
    /// The WireGuard interface on gateways.
    package var wireGuardInterfaceName: String { "wg-\(shortName)" }
    /// The VXLAN interface on gateways, above WireGuard.
    package var vxlanInterfaceName: String { "vx-\(shortName)" }
    /// The batman-adv interface on gateways, unless another one is found there.
    package var batmanInterfaceName: String { batmanInterface ?? "bat-\(shortName)" }
    /// The bridge on gateways, unless another one is found there.
    package var bridgeName: String { bridge ?? "br-\(shortName)" }

    /// The VXLAN network identifier, 24 bits.
    ///
    /// - Throws: `KeyError.malformedSeed`.
    package func vni() throws(KeyError) -> Int { try dialect.vni(ofSeed: seed) }
}

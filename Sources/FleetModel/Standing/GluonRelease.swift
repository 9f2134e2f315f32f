/// Releases of Gluon that matter to a migration.
package enum GluonRelease {
    /// The release that a node's firmware was built from, as far as it tells: `v2023.2.3` of `gluon-v2023.2.3-4-gabcdef`.
    ///
    /// Communities that name their firmware otherwise tell it in `firmwareBase` only.
    package static func version(of node: Node) -> FirmwareVersion? {
        [node.firmwareBase, node.firmware].lazy.compactMap(\.self).compactMap(version).first
    }

    private static func version(_ name: String) -> FirmwareVersion? {
        let plain = name.hasPrefix("gluon-") ? String(name.dropFirst(6)) : name
        // Gluon's releases are named by years since 2014.
        guard let version = FirmwareVersion(plain), let first = FirmwareVersion("v2014"),
            let beyond = FirmwareVersion("v2100"), version >= first, version < beyond
        else { return nil }
        return version
    }

    /// The first release with WireGuard.
    ///
    /// Gluon's release notes have it in v2022.1. München's package builds with v2020.1 and later, whose OpenWrt 19.07 is
    /// the first of Gluon that has the kernel module.
    package static func firstWithWireGuard(_ dialect: Dialect) -> FirmwareVersion? {
        switch dialect {
        case .ffmuc: FirmwareVersion("v2020.1")
        case .gluon: FirmwareVersion("v2022.1")
        }
    }

    /// From this release on, a site's `mtu` is the VXLAN device's; before, the WireGuard interface had it.
    package static let newMeaningOfMTU = FirmwareVersion("v2025.1")
}

package import FleetModel

/// What a Gluon node says of itself that rarely changes.
///
/// Nil stands for what the node's firmware doesn't tell.
package struct NodeInfo: Sendable, Hashable {
    /// Addresses of the interfaces that it meshes over.
    package struct MeshInterfaces: Sendable, Hashable {
        package var wireless: [MACAddress]
        /// Of VPNs.
        package var tunnel: [MACAddress]
        /// Cables, and what old firmware doesn't tell apart.
        package var other: [MACAddress]

        package init(wireless: [MACAddress] = [], tunnel: [MACAddress] = [], other: [MACAddress] = []) {
            self.wireless = wireless
            self.tunnel = tunnel
            self.other = other
        }
    }

    package struct Autoupdater: Sendable, Hashable {
        package var branch: String?
        package var isEnabled: Bool

        package init(branch: String?, isEnabled: Bool) {
            self.branch = branch
            self.isEnabled = isEnabled
        }
    }

    /// `02caffee0001`.
    package var nodeID: String
    /// Chosen by strangers.
    package var hostname: String?
    package var primaryAddress: MACAddress?
    package var addresses: [IPAddress]
    package var meshInterfaces: MeshInterfaces
    package var model: String?
    /// Of the community: `v2023.2.1`.
    package var firmwareRelease: String?
    /// Of Gluon: `gluon-v2021.1.2`.
    package var firmwareBase: String?
    package var autoupdater: Autoupdater?
    package var siteCode: String?
    package var domainCode: String?
    package var isFastdEnabled: Bool?
    package var isWireGuardEnabled: Bool?
    package var wireGuardKey: WireGuardKey?

    package init(
        nodeID: String,
        hostname: String? = nil,
        primaryAddress: MACAddress? = nil,
        addresses: [IPAddress] = [],
        meshInterfaces: MeshInterfaces = MeshInterfaces(),
        model: String? = nil,
        firmwareRelease: String? = nil,
        firmwareBase: String? = nil,
        autoupdater: Autoupdater? = nil,
        siteCode: String? = nil,
        domainCode: String? = nil,
        isFastdEnabled: Bool? = nil,
        isWireGuardEnabled: Bool? = nil,
        wireGuardKey: WireGuardKey? = nil
    ) {
        self.nodeID = nodeID
        self.hostname = hostname
        self.primaryAddress = primaryAddress
        self.addresses = addresses
        self.meshInterfaces = meshInterfaces
        self.model = model
        self.firmwareRelease = firmwareRelease
        self.firmwareBase = firmwareBase
        self.autoupdater = autoupdater
        self.siteCode = siteCode
        self.domainCode = domainCode
        self.isFastdEnabled = isFastdEnabled
        self.isWireGuardEnabled = isWireGuardEnabled
        self.wireGuardKey = wireGuardKey
    }

    /// Whether it has a VPN at all; nil if it doesn't say.
    package var isVPNEnabled: Bool? {
        guard isFastdEnabled != nil || isWireGuardEnabled != nil else { return nil }
        return isFastdEnabled == true || isWireGuardEnabled == true
    }
}

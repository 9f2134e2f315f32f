import FleetModel

extension NodeInfo {
    /// Members that firmware of 2015 and today's have; what Lua wrote may be `[]` instead of an empty object.
    struct Wire: Decodable {
        struct Network: Decodable {
            struct Mesh: Decodable {
                /// Lists of addresses by `wireless`, `tunnel`, `other`.
                var interfaces: JSONObject<[MACAddress]>?
            }

            struct VPN: Decodable {
                var enabled: Bool?
                var provider: String?
            }

            var mac: MACAddress?
            var addresses: [String]?
            /// By batman-adv interface.
            var mesh: JSONObject<Mesh>?
            /// Before `mesh`, all kinds together.
            var meshInterfaces: [MACAddress]?
            /// Since 2022.
            var meshVpn: VPN?

            enum CodingKeys: String, CodingKey {
                case mac
                case addresses
                case mesh
                case meshInterfaces = "mesh_interfaces"
                case meshVpn = "mesh_vpn"
            }
        }

        struct Software: Decodable {
            struct Firmware: Decodable {
                var release: String?
                var base: String?
            }

            struct Autoupdater: Decodable {
                var branch: String?
                var enabled: Bool?
            }

            struct Tunnel: Decodable {
                var enabled: Bool?
                var publicKey: String?

                enum CodingKeys: String, CodingKey {
                    case enabled
                    case publicKey = "public_key"
                }
            }

            var firmware: Firmware?
            var autoupdater: Autoupdater?
            var fastd: Tunnel?
            var wireguard: Tunnel?
        }

        struct Hardware: Decodable {
            var model: String?
        }

        struct System: Decodable {
            var siteCode: String?
            var domainCode: String?

            enum CodingKeys: String, CodingKey {
                case siteCode = "site_code"
                case domainCode = "domain_code"
            }
        }

        var nodeId: String
        var hostname: String?
        var network: Network?
        var software: Software?
        var hardware: Hardware?
        var system: System?

        enum CodingKeys: String, CodingKey {
            case nodeId = "node_id"
            case hostname
            case network
            case software
            case hardware
            case system
        }
    }

    init(_ wire: Wire) throws(ValueError) {
        self.init(nodeID: try NodeID.checked(wire.nodeId, "nodeinfo/node_id"), hostname: wire.hostname)
        primaryAddress = wire.network?.mac
        addresses = try (wire.network?.addresses ?? []).enumerated().map { index, text throws(ValueError) in
            try IPAddress(text, "nodeinfo/network/addresses/\(index)")
        }
        meshInterfaces = MeshInterfaces(wire.network)
        model = wire.hardware?.model
        firmwareRelease = wire.software?.firmware?.release
        firmwareBase = wire.software?.firmware?.base
        autoupdater = wire.software?.autoupdater.flatMap { wire in
            wire.enabled.map { Autoupdater(branch: wire.branch, isEnabled: $0) }
        }
        siteCode = wire.system?.siteCode
        domainCode = wire.system?.domainCode
        isFastdEnabled = wire.software?.fastd?.enabled
        isWireGuardEnabled = wire.software?.wireguard?.enabled
        wireGuardKey = wire.software?.wireguard?.publicKey.flatMap { try? WireGuardKey($0) }
        adopt(wire.network?.meshVpn)
    }

    /// The newer word is on the VPN as a whole.
    private mutating func adopt(_ vpn: Wire.Network.VPN?) {
        guard let enabled = vpn?.enabled else { return }
        switch vpn?.provider {
        case "fastd": isFastdEnabled = enabled
        case "wireguard": isWireGuardEnabled = enabled
        default: break
        }
    }
}

extension NodeInfo.MeshInterfaces {
    fileprivate init(_ network: NodeInfo.Wire.Network?) {
        self.init()
        for (_, mesh) in network?.mesh?.members.sorted(by: { $0.key < $1.key }) ?? [] {
            for (kind, addresses) in mesh.interfaces?.members.sorted(by: { $0.key < $1.key }) ?? [] {
                switch kind {
                case "wireless": wireless += addresses
                case "tunnel": tunnel += addresses
                default: other += addresses
                }
            }
        }
        let told = Set(wireless + tunnel + other)
        other += (network?.meshInterfaces ?? []).filter { !told.contains($0) }
    }
}

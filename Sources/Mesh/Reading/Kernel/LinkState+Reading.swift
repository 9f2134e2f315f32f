import FleetModel

extension LinkState {
    fileprivate struct Wire: Decodable {
        struct Info: Decodable {
            var infoKind: String?
            var infoData: VXLAN?

            enum CodingKeys: String, CodingKey {
                case infoKind = "info_kind"
                case infoData = "info_data"
            }
        }

        /// Members that only a VXLAN's data have, some of which other kinds have as something else.
        struct VXLAN: Decodable {
            var id: Int?
            var port: UInt16?
            var local: String?
            var local6: String?
            var link: String?
            var learning: Bool?

            enum CodingKeys: CodingKey {
                case id
                case port
                case local
                case local6
                case link
                case learning
            }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                id = try? container.decodeIfPresent(Int.self, forKey: .id)
                port = try? container.decodeIfPresent(UInt16.self, forKey: .port)
                local = try? container.decodeIfPresent(String.self, forKey: .local)
                local6 = try? container.decodeIfPresent(String.self, forKey: .local6)
                link = try? container.decodeIfPresent(String.self, forKey: .link)
                learning = try? container.decodeIfPresent(Bool.self, forKey: .learning)
            }
        }

        var ifname: String?
        var ifindex: JSONNumber<Int32>?
        var mtu: JSONNumber<Int32>?
        var flags: [String]?
        var address: String?
        var master: String?
        var linkinfo: Info?
    }

    /// Reads `ip -j -d link`.
    package static func all(in output: ToolOutput) throws(ReadingError) -> [LinkState] {
        let answer = try ToolAnswer(output, of: "ip link")
        return try answer.values(of: try answer.rows(of: Wire.self)) { row throws(ValueError) in try LinkState(row) }
    }

    /// Nil for an empty object, which ip writes for a link that was not asked for.
    private init?(_ row: Wire) throws(ValueError) {
        guard row.ifname != nil || row.ifindex != nil else { return nil }
        guard let name = row.ifname else { throw ValueError(name: "ifname", message: "is missing") }
        guard let index = row.ifindex else { throw ValueError(name: "ifindex", message: "is missing") }
        guard let mtu = row.mtu else { throw ValueError(name: "mtu", message: "is missing") }
        let kind = row.linkinfo?.infoKind
        self.init(
            name: try InterfaceName.checked(name, "ifname"),
            index: Int(index.value),
            mtu: Int(mtu.value),
            isUp: row.flags?.contains("UP") ?? false,
            address: row.address.flatMap { MACAddress($0) },
            kind: kind,
            master: try row.master.map { name throws(ValueError) in try InterfaceName.checked(name, "master") },
            vxlan: kind == "vxlan" ? try VXLANSettings(row.linkinfo?.infoData) : nil
        )
    }
}

extension VXLANSettings {
    /// Nil for one that takes the VNI from each packet.
    fileprivate init?(_ wire: LinkState.Wire.VXLAN?) throws(ValueError) {
        guard let wire, let vni = wire.id else { return nil }
        guard (0..<1 << 24).contains(vni) else {
            throw ValueError(name: "linkinfo/info_data/id", message: "is out of range")
        }
        guard let port = wire.port else { throw ValueError(name: "linkinfo/info_data/port", message: "is missing") }
        self.init(
            vni: vni,
            port: port,
            local: try (wire.local6 ?? wire.local).map { text throws(ValueError) in
                try IPAddress(text, "linkinfo/info_data/local")
            },
            link: try wire.link.map { name throws(ValueError) in
                try InterfaceName.checked(name, "linkinfo/info_data/link")
            },
            isLearning: wire.learning ?? true
        )
    }
}

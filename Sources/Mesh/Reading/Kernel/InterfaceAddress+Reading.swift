import FleetModel

extension InterfaceAddress {
    private struct Wire: Decodable {
        struct Address: Decodable {
            var local: String
            var prefixlen: JSONNumber<UInt8>
            var scope: String?
            var tentative: Bool?
            var dadfailed: Bool?
        }

        var ifname: String?
        var addrInfo: [Address]?

        enum CodingKeys: String, CodingKey {
            case ifname
            case addrInfo = "addr_info"
        }
    }

    /// Reads `ip -j addr`.
    package static func all(in output: ToolOutput) throws(ReadingError) -> [InterfaceAddress] {
        let answer = try ToolAnswer(output, of: "ip addr")
        return try answer.values(of: try answer.rows(of: Wire.self)) { row throws(ValueError) in
            try addresses(of: row)
        }.flatMap(\.self)
    }

    /// Nil for an empty object, which ip writes for a link that was not asked for.
    private static func addresses(of row: Wire) throws(ValueError) -> [InterfaceAddress]? {
        guard row.ifname != nil || row.addrInfo != nil else { return nil }
        guard let name = row.ifname else { throw ValueError(name: "ifname", message: "is missing") }
        let interface = try InterfaceName.checked(name, "ifname")
        return try (row.addrInfo ?? []).enumerated().map { index, wire throws(ValueError) in
            let place = "addr_info/\(index)"
            let address = try IPAddress(wire.local, "\(place)/local")
            guard let prefix = AddressPrefix(address, length: Int(wire.prefixlen.value)) else {
                throw ValueError(name: "\(place)/prefixlen", message: "is out of range")
            }
            return InterfaceAddress(
                interface: interface,
                address: prefix,
                scope: wire.scope ?? "global",
                isTentative: wire.tentative ?? wire.dadfailed ?? false
            )
        }
    }
}

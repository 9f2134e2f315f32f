import FleetModel

extension ForwardingEntry {
    private struct Wire: Decodable {
        var mac: MACAddress
        /// Absent if only one interface was asked for.
        var ifname: String?
        var dst: String?
        var viaIf: String?
        var vlan: JSONNumber<UInt16>?
        var master: String?
        var flags: [String]?
        var state: String?
    }

    /// Reads `bridge -j fdb show`.
    ///
    /// - Parameters:
    ///   - output: what bridge printed.
    ///   - interface: the one after `dev`, if only one was asked for: bridge doesn't name it then.
    /// - Returns: entries in bridge's order.
    /// - Throws: `ReadingError`.
    package static func all(
        in output: ToolOutput,
        of interface: String? = nil
    ) throws(ReadingError) -> [ForwardingEntry] {
        let answer = try ToolAnswer(output, of: "bridge fdb")
        return try answer.values(of: try answer.rows(of: Wire.self)) { row throws(ValueError) in
            guard let name = row.ifname ?? interface else { throw ValueError(name: "ifname", message: "is missing") }
            return ForwardingEntry(
                address: row.mac,
                interface: try InterfaceName.checked(name, "ifname"),
                destination: try row.dst.map { text throws(ValueError) in try IPAddress(text, "dst") },
                via: try row.viaIf.map { name throws(ValueError) in try InterfaceName.checked(name, "viaIf") },
                vlan: row.vlan.map { Int($0.value) },
                master: try row.master.map { name throws(ValueError) in try InterfaceName.checked(name, "master") },
                isPermanent: row.state == "permanent",
                isSelf: row.flags?.contains("self") ?? false
            )
        }
    }
}

extension IPAddress {
    /// Reads an address that must be one; `name` is the member's, for the error.
    init(_ text: String, _ name: String) throws(ValueError) {
        guard let address = IPAddress(text) else {
            throw ValueError(name: name, message: "«\(ReadingError.excerpt(text))» is no address")
        }
        self = address
    }
}

extension BatmanNeighbour {
    private struct Wire: Decodable {
        var hardIfname: String
        var neighAddress: MACAddress
        var lastSeenMsecs: JSONNumber<UInt32>
        /// In kbit/s.
        var throughput: JSONNumber<UInt32>?

        enum CodingKeys: String, CodingKey {
            case hardIfname = "hard_ifname"
            case neighAddress = "neigh_address"
            case lastSeenMsecs = "last_seen_msecs"
            case throughput
        }
    }

    /// Reads `batctl meshif … neighbors_json`, or the table of `neighbors -n`.
    package static func all(in output: ToolOutput) throws(ReadingError) -> [BatmanNeighbour] {
        let answer = try ToolAnswer(output, of: "batctl neighbors")
        guard answer.isJSON else {
            var neighbours: [BatmanNeighbour] = []
            for row in try answer.batctlRows(under: "IF ") { neighbours.append(try BatmanNeighbour(row)) }
            return neighbours
        }
        return try answer.values(of: try answer.rows(of: Wire.self)) { row throws(ValueError) in
            BatmanNeighbour(
                address: row.neighAddress,
                interface: try InterfaceName.checked(row.hardIfname, "hard_ifname"),
                lastSeen: .milliseconds(Int64(row.lastSeenMsecs.value)),
                throughput: row.throughput.map { Throughput(kilobitsPerSecond: Int($0.value)) }
            )
        }
    }

    /// BATMAN_V: `02:… 0.472s (  5.0) [ eth0]`; BATMAN_IV: `eth0 02:… 0.356s`.
    private init(_ row: LineReader) throws(ReadingError) {
        var row = row
        row.skipBlanks()
        guard !row.startsWithAddress else {
            let address = try row.address()
            let lastSeen = try row.lastSeen()
            guard case .throughput(let throughput) = try row.quality() else { throw row.error("expected a throughput") }
            self.init(address: address, interface: try row.interface(), lastSeen: lastSeen, throughput: throughput)
            try row.end()
            return
        }
        let interface = try row.interfaceWord()
        let address = try row.address()
        self.init(address: address, interface: interface, lastSeen: try row.lastSeen(), throughput: nil)
        try row.end()
    }
}

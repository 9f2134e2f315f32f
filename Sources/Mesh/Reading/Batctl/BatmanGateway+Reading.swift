extension BatmanGateway {
    private struct Wire: Decodable {
        var hardIfname: String
        var origAddress: MACAddress
        var router: MACAddress
        /// In 100 kbit/s.
        var throughput: JSONNumber<UInt32>?
        var tq: JSONNumber<UInt8>?
        /// In 100 kbit/s.
        var bandwidthDown: JSONNumber<UInt32>
        /// In 100 kbit/s.
        var bandwidthUp: JSONNumber<UInt32>
        /// True or absent.
        var best: Bool?

        enum CodingKeys: String, CodingKey {
            case hardIfname = "hard_ifname"
            case origAddress = "orig_address"
            case router
            case throughput
            case tq
            case bandwidthDown = "bandwidth_down"
            case bandwidthUp = "bandwidth_up"
            case best
        }
    }

    /// Reads `batctl meshif … gateways_json`, or the table of `gateways -n`.
    package static func all(in output: ToolOutput) throws(ReadingError) -> [BatmanGateway] {
        let answer = try ToolAnswer(output, of: "batctl gateways")
        guard answer.isJSON else {
            var gateways: [BatmanGateway] = []
            for row in try answer.batctlRows(under: "Router ", "Gateway ") { gateways.append(try BatmanGateway(row)) }
            return gateways
        }
        return try answer.values(of: try answer.rows(of: Wire.self)) { row throws(ValueError) in
            BatmanGateway(
                originator: row.origAddress,
                router: row.router,
                interface: try InterfaceName.checked(row.hardIfname, "hard_ifname"),
                isSelected: row.best ?? false,
                quality: try PathQuality(tq: row.tq?.value, throughput: row.throughput.map { Int($0.value) * 100 }),
                down: Throughput(hundreds: row.bandwidthDown.value),
                up: Throughput(hundreds: row.bandwidthUp.value)
            )
        }
    }

    private init(_ row: LineReader) throws(ReadingError) {
        var row = row
        let isSelected = row.mark()
        let originator = try row.address()
        let quality = try row.quality()
        let router = try row.address()
        let interface = try row.interface()
        try row.expect(":")
        let (down, up) = try row.bandwidth()
        try row.end()
        self.init(
            originator: originator,
            router: router,
            interface: interface,
            isSelected: isSelected,
            quality: quality,
            down: down,
            up: up
        )
    }
}

extension LineReader {
    /// As `1000.0/200.0 MBit`.
    mutating func bandwidth() throws(ReadingError) -> (down: Throughput, up: Throughput) {
        let down = try thousandths("a bandwidth")
        try expect("/")
        let up = try thousandths("a bandwidth")
        try expect(" MBit")
        return (Throughput(kilobitsPerSecond: down), Throughput(kilobitsPerSecond: up))
    }
}

extension BatmanPath {
    private struct Wire: Decodable {
        var hardIfname: String
        var origAddress: MACAddress
        var neighAddress: MACAddress
        var lastSeenMsecs: JSONNumber<UInt32>
        /// In kbit/s.
        var throughput: JSONNumber<UInt32>?
        var tq: JSONNumber<UInt8>?
        /// True or absent.
        var best: Bool?

        enum CodingKeys: String, CodingKey {
            case hardIfname = "hard_ifname"
            case origAddress = "orig_address"
            case neighAddress = "neigh_address"
            case lastSeenMsecs = "last_seen_msecs"
            case throughput
            case tq
            case best
        }
    }

    /// Reads `batctl meshif … originators_json`, or the table of `originators -n`.
    ///
    /// Tables before 2016 have one row for each originator, which names no interface for the paths that aren't used:
    /// these are left out.
    package static func all(in output: ToolOutput) throws(ReadingError) -> [BatmanPath] {
        let answer = try ToolAnswer(output, of: "batctl originators")
        guard answer.isJSON else {
            var paths: [BatmanPath] = []
            for row in try answer.batctlRows(under: "Originator ") { paths.append(try BatmanPath(row)) }
            return paths
        }
        return try answer.values(of: try answer.rows(of: Wire.self)) { row throws(ValueError) in
            BatmanPath(
                originator: row.origAddress,
                nextHop: row.neighAddress,
                interface: try InterfaceName.checked(row.hardIfname, "hard_ifname"),
                lastSeen: .milliseconds(Int64(row.lastSeenMsecs.value)),
                quality: try PathQuality(tq: row.tq?.value, throughput: row.throughput.map { Int($0.value) }),
                isBest: row.best ?? false
            )
        }
    }

    private init(_ row: LineReader) throws(ReadingError) {
        var row = row
        let isMarked = row.mark()
        let originator = try row.address()
        let lastSeen = try row.lastSeen()
        let quality = try row.quality()
        let nextHop = try row.address()
        let interface = try row.interface()
        let hasAlternatives = row.take(":")
        if hasAlternatives {
            while !row.isBlank {
                _ = try row.address()
                _ = try row.quality()
            }
        }
        try row.end()
        self.init(
            originator: originator,
            nextHop: nextHop,
            interface: interface,
            lastSeen: lastSeen,
            quality: quality,
            isBest: isMarked || hasAlternatives
        )
    }
}

extension PathQuality {
    /// Takes the one that there is, which must be one; `throughput` is in kbit/s.
    init(tq: UInt8?, throughput: Int?) throws(ValueError) {
        switch (tq, throughput) {
        case (let tq?, nil): self = .transmitQuality(TransmitQuality(tq))
        case (nil, let throughput?): self = .throughput(Throughput(kilobitsPerSecond: throughput))
        case (nil, nil): throw ValueError(name: "tq", message: "is missing, and so is «throughput»")
        case (_?, _?): throw ValueError(name: "tq", message: "is there together with «throughput»")
        }
    }
}

extension TranslationEntry {
    private struct Wire: Decodable {
        struct Flags: Decodable {
            var roam: Bool?
            var wifi: Bool?
            var nopurge: Bool?
            var temp: Bool?
        }

        var ttAddress: MACAddress
        /// −1 outside of VLANs.
        var ttVid: JSONNumber<Int16>
        var ttFlags: Flags
        /// Absent in the own table.
        var origAddress: MACAddress?
        /// True or absent.
        var best: Bool?

        enum CodingKeys: String, CodingKey {
            case ttAddress = "tt_address"
            case ttVid = "tt_vid"
            case ttFlags = "tt_flags"
            case origAddress = "orig_address"
            case best
        }
    }

    /// Reads `batctl meshif … transtable_local_json`, or the table of `translocal -n`: the own clients.
    package static func local(in output: ToolOutput) throws(ReadingError) -> [TranslationEntry] {
        let answer = try ToolAnswer(output, of: "batctl translocal")
        guard answer.isJSON else {
            var entries: [TranslationEntry] = []
            for row in try answer.batctlRows(under: "Client ") { entries.append(try TranslationEntry(local: row)) }
            return entries
        }
        return try answer.values(of: try answer.rows(of: Wire.self)) { row throws(ValueError) in
            var entry = TranslationEntry(row)
            entry.isBest = true
            return entry
        }
    }

    /// Reads `batctl meshif … transtable_global_json`, or the table of `transglobal -n`: the clients of others.
    package static func global(in output: ToolOutput) throws(ReadingError) -> [TranslationEntry] {
        let answer = try ToolAnswer(output, of: "batctl transglobal")
        guard answer.isJSON else {
            var entries: [TranslationEntry] = []
            for row in try answer.batctlRows(under: "Client ") { entries.append(try TranslationEntry(global: row)) }
            return entries
        }
        return try answer.values(of: try answer.rows(of: Wire.self)) { row throws(ValueError) in
            guard row.origAddress != nil else { throw ValueError(name: "orig_address", message: "is missing") }
            return TranslationEntry(row)
        }
    }

    private init(_ row: Wire) {
        self.init(
            client: row.ttAddress,
            vlan: row.ttVid.value < 0 ? nil : Int(row.ttVid.value),
            originator: row.origAddress,
            isBest: row.best ?? false,
            isOwn: row.ttFlags.nopurge ?? false,
            isTemporary: row.ttFlags.temp ?? false,
            isWireless: row.ttFlags.wifi ?? false,
            isRoaming: row.ttFlags.roam ?? false
        )
    }

    /// `02:…  -1 [.P....]  0.000  (0x66f50ead)`; before 2014 ` * 02:… [RPNXW]`.
    private init(local row: LineReader) throws(ReadingError) {
        var row = row
        _ = row.mark()
        let client = try row.address()
        let vlan = try row.vlan()
        let flags = try row.flags()
        if !row.isBlank {
            _ = try row.thousandths("a time")
            try row.checksum()
        }
        try row.end()
        self.init(
            client: client,
            vlan: vlan,
            isOwn: flags.contains(UInt8(ascii: "P")),
            isWireless: flags.contains(UInt8(ascii: "W")),
            isRoaming: flags.contains(UInt8(ascii: "R"))
        )
    }

    /// ` * 02:…  -1 [....] (  2) 02:… (  2) (0x8f0b9c0b)`; before 2016 the flags came last, and `via` before the address.
    private init(global row: LineReader) throws(ReadingError) {
        var row = row
        let isBest = row.mark()
        // Before 2016 the others had a mark, too.
        if !isBest { _ = row.take("+") }
        let client = try row.address()
        let vlan = try row.vlan()
        row.skipBlanks()
        var flags = row.starts(with: "[") ? try row.flags() : []
        try row.tableVersion()
        row.skipBlanks()
        _ = row.take("via ")
        let originator = try row.address()
        try row.tableVersion()
        try row.checksum()
        row.skipBlanks()
        if row.starts(with: "[") { flags = try row.flags() }
        try row.end()
        self.init(
            client: client,
            vlan: vlan,
            originator: originator,
            isBest: isBest,
            isTemporary: flags.contains(UInt8(ascii: "T")),
            isWireless: flags.contains(UInt8(ascii: "W")),
            isRoaming: flags.contains(UInt8(ascii: "R"))
        )
    }
}

extension LineReader {
    /// `-1` outside of VLANs; nothing before 2014.
    fileprivate mutating func vlan() throws(ReadingError) -> Int? {
        skipBlanks()
        if take("-1") { return nil }
        guard rest.first?.isDigit == true else { return nil }
        return try number("a VLAN", upTo: 4095)
    }

    /// As `[.P....]`.
    fileprivate mutating func flags() throws(ReadingError) -> ArraySlice<UInt8> {
        skipBlanks()
        try expect("[")
        let start = self
        let flags = try text(upTo: "]")
        guard flags.count <= 8, flags.allSatisfy({ $0 == UInt8(ascii: ".") || (0x41...0x5a).contains($0) }) else {
            throw start.expected("flags")
        }
        return flags
    }

    /// As `(  2)`.
    fileprivate mutating func tableVersion() throws(ReadingError) {
        skipBlanks()
        try expect("(")
        _ = try number("a version", upTo: 255)
        try expect(")")
    }

    /// As `(0x66f50ead)`.
    fileprivate mutating func checksum() throws(ReadingError) {
        skipBlanks()
        try expect("(0x")
        let digits = try text(upTo: ")")
        guard (1...8).contains(digits.count), digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
            throw expected("a checksum")
        }
    }
}

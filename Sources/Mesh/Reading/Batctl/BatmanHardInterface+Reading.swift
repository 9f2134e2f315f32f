extension BatmanHardInterface {
    private struct Wire: Decodable {
        var hardIfname: String
        var hardAddress: MACAddress?
        /// True or absent.
        var active: Bool?
        var hopPenalty: JSONNumber<UInt8>?
        /// In ms.
        var elpInterval: JSONNumber<UInt32>?
        /// In 100 kbit/s; 0 if none is set.
        var throughputOverride: JSONNumber<UInt32>?

        enum CodingKeys: String, CodingKey {
            case hardIfname = "hard_ifname"
            case hardAddress = "hard_address"
            case active
            case hopPenalty = "hop_penalty"
            case elpInterval = "elp_interval"
            case throughputOverride = "throughput_override"
        }
    }

    /// Reads `batctl meshif … hardifs_json`, or the lines of `interface`, which say less.
    package static func all(in output: ToolOutput) throws(ReadingError) -> [BatmanHardInterface] {
        let answer = try ToolAnswer(output, of: "batctl interface")
        guard answer.isJSON else {
            var interfaces: [BatmanHardInterface] = []
            // The JSON of no interfaces is `[]`; only old batctl prints nothing then.
            guard !output.isEmpty else { throw answer.error(.cut, "nothing was printed") }
            for line in try answer.lines() { interfaces.append(try BatmanHardInterface(line)) }
            return interfaces
        }
        return try answer.values(of: try answer.rows(of: Wire.self)) { row throws(ValueError) in
            try BatmanHardInterface(row)
        }
    }

    /// Reads `batctl hardif … hardif_json`.
    package init(reading output: ToolOutput) throws(ReadingError) {
        let answer = try ToolAnswer(output, of: "batctl hardif_json")
        let wire = try answer.json(Wire.self)
        do throws(ValueError) {
            self = try BatmanHardInterface(wire)
        } catch {
            throw answer.error(.unreadable, at: "/\(error.name)", error.message)
        }
    }

    private init(_ wire: Wire) throws(ValueError) {
        self.init(
            name: try InterfaceName.checked(wire.hardIfname, "hard_ifname"),
            address: wire.hardAddress,
            isActive: wire.active ?? false,
            throughputOverride: wire.throughputOverride.flatMap {
                $0.value == 0 ? nil : Throughput(hundreds: $0.value)
            },
            elpInterval: wire.elpInterval.map { .milliseconds(Int64($0.value)) },
            hopPenalty: wire.hopPenalty.map { Int($0.value) }
        )
    }

    /// `vx-nord: active`; other states are `inactive`, `not in use` and more.
    private init(_ line: LineReader) throws(ReadingError) {
        var line = line
        let start = line
        let name = try line.text(upTo: ": ")
        guard InterfaceName.isOne(name) else { throw start.expected("an interface") }
        let state = line.rest
        guard !state.isEmpty, !state.starts(with: "<".utf8) else { throw line.expected("a state") }
        self.init(name: String(decoding: name, as: UTF8.self), isActive: state.elementsEqual("active".utf8))
    }
}

extension Throughput {
    /// Reads `batctl hardif … throughputOverride`, as `1000.0 MBit`.
    ///
    /// - Returns: nil if none is set, which batctl prints as 0.
    package static func override(reading output: ToolOutput) throws(ReadingError) -> Throughput? {
        var line = try ToolAnswer(output, of: "batctl throughput_override").line()
        let throughput = Throughput(kilobitsPerSecond: try line.thousandths("a throughput"))
        try line.expect(" MBit")
        try line.end()
        return throughput.kilobitsPerSecond == 0 ? nil : throughput
    }
}

import FleetModel

/// Values that stand at different places in different maps.
extension MapNodeReader {
    mutating func firmware(_ reader: inout JSONReader) throws(ConfigErrors) {
        try reader.object { reader, name throws(ConfigErrors) in
            switch name {
            case "release": facts.firmware = try word(&reader)
            case "base": facts.firmwareBase = try word(&reader)
            default: try reader.skip()
            }
        }
    }

    mutating func autoupdater(_ reader: inout JSONReader) throws(ConfigErrors) {
        try reader.object { reader, name throws(ConfigErrors) in
            switch name {
            case "branch": facts.autoupdaterBranch = try word(&reader)
            case "enabled": hasAutoupdater = try reader.boolean()
            default: try reader.skip()
            }
        }
    }

    mutating func location(_ reader: inout JSONReader) throws(ConfigErrors) {
        guard withPersonalData else { return try reader.skip() }
        try reader.object { reader, name throws(ConfigErrors) in
            switch name {
            case "latitude": facts.latitude = try degrees(&reader, 90)
            case "longitude": facts.longitude = try degrees(&reader, 180)
            default: try reader.skip()
            }
        }
    }

    private func degrees(_ reader: inout JSONReader, _ most: Double) throws(ConfigErrors) -> Double? {
        guard let degrees = try reader.decimal() else { return nil }
        guard abs(degrees) <= most else {
            reader.noteOddValue()
            return nil
        }
        return degrees
    }

    mutating func addresses(_ reader: inout JSONReader) throws(ConfigErrors) {
        try reader.list { reader throws(ConfigErrors) in
            if let address = try address(&reader) { facts.addresses.append(address) }
        }
    }

    func address(_ reader: inout JSONReader) throws(ConfigErrors) -> String? {
        guard let text = try reader.string(), !text.isEmpty else { return nil }
        guard text.utf8.count <= 45, text.utf8.allSatisfy(Self.isAddressByte) else {
            reader.noteOddValue()
            return nil
        }
        return text
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    func time(_ reader: inout JSONReader) throws(ConfigErrors) -> Int? {
        switch try reader.kind() {
        case .number: return try reader.integer().flatMap { PointInTime.seconds($0) }
        case .nothing, .flag, .object, .array: return try reader.string().flatMap { _ in nil }
        case .text:
            let text = try reader.string() ?? ""
            let seconds = PointInTime.seconds(text)
            if seconds == nil, !text.isEmpty { reader.noteOddValue() }
            return seconds
        }
    }

    mutating func word(_ reader: inout JSONReader) throws(ConfigErrors) -> String? {
        vocabulary.word(try line(&reader))
    }

    /// Text of one line, 255 bytes at most.
    func line(_ reader: inout JSONReader) throws(ConfigErrors) -> String? {
        guard let text = try reader.string(), !text.isEmpty else { return nil }
        guard text.utf8.count <= 255, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            reader.noteOddValue()
            return nil
        }
        return text
    }
}

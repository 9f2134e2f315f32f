/// Reads a table of Lua without running it: literals, comments and the concatenation of literals.
///
/// Anything that would have to be run is an error with its place.
struct LuaReader {
    static let largestSize = 4 << 20
    private static let deepest = 100

    let file: String
    let bytes: [UInt8]
    var position = 0
    var line = 1
    var lineStart = 0
    var depth = 0

    /// - Parameters:
    ///   - bytes: the whole file: a table, with or without `return`.
    ///   - file: as the user named it.
    /// - Returns: what stands in the table.
    /// - Throws: `ConfigErrors` with line and column.
    static func table(_ bytes: [UInt8], file: String) throws(ConfigErrors) -> LuaTable {
        var reader = try LuaReader(bytes, file: file)
        try reader.skipBlanks()
        if reader.word() == "return" {
            reader.position += 6
            try reader.skipBlanks()
        }
        guard reader.current == UInt8(ascii: "{") else { throw reader.problem("expected a table in braces") }
        let table = try reader.table()
        try reader.skipBlanks()
        if reader.current == UInt8(ascii: ";") {
            reader.position += 1
            try reader.skipBlanks()
        }
        guard reader.current == nil else { throw reader.problem("expected the end after the table") }
        return table
    }

    private init(_ bytes: [UInt8], file: String) throws(ConfigErrors) {
        guard bytes.count <= Self.largestSize else {
            throw ConfigErrors(file, "", "is larger than \(Self.largestSize >> 20) MiB")
        }
        self.file = file
        self.bytes = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes.dropFirst(3)) : bytes
    }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    func byte(after offset: Int) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    var place: LuaPlace { LuaPlace(line: line, column: position - lineStart + 1) }

    func problem(_ message: String, at place: LuaPlace? = nil) -> ConfigErrors {
        ConfigErrors(file, (place ?? self.place).description, message)
    }

    /// Takes a byte, and knows on which line it is then.
    mutating func advance() {
        if bytes[position] == 0x0a {
            line += 1
            lineStart = position + 1
        }
        position += 1
    }
}

extension LuaReader {
    private mutating func table() throws(ConfigErrors) -> LuaTable {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw problem("nests deeper than \(Self.deepest) braces") }
        position += 1
        var table = LuaTable()
        while true {
            try skipBlanks()
            guard let byte = current else { throw problem("ends within a table") }
            if byte == UInt8(ascii: "}") { break }
            try field(of: &table)
            try skipBlanks()
            switch current {
            case UInt8(ascii: ","), UInt8(ascii: ";"): position += 1
            case UInt8(ascii: "}"): break
            case nil: throw problem("ends within a table")
            default: throw wouldRun("expected «,» or «}»")
            }
        }
        position += 1
        return table
    }

    private mutating func field(of table: inout LuaTable) throws(ConfigErrors) {
        let start = place
        if current == UInt8(ascii: "["), byte(after: 1) != UInt8(ascii: "["), byte(after: 1) != UInt8(ascii: "=") {
            position += 1
            let key = try value()
            try skipBlanks()
            guard current == UInt8(ascii: "]") else { throw problem("expected «]»") }
            position += 1
            try assignment()
            guard let name = key.text ?? key.integer.map(String.init) else {
                throw problem("a key is a text or a whole number", at: start)
            }
            return try set(name, of: &table)
        }
        if let name = word(), !["true", "false", "nil"].contains(name) {
            position += name.utf8.count
            try skipBlanks()
            guard current == UInt8(ascii: "="), byte(after: 1) != UInt8(ascii: "=") else {
                throw problem("«\(name)» would have to be run: only what is written out is read", at: start)
            }
            try assignment()
            return try set(name, of: &table)
        }
        let item = try value()
        if case .nothing = item.content { return }
        table.items.append(item)
    }

    private mutating func set(_ name: String, of table: inout LuaTable) throws(ConfigErrors) {
        let value = try value()
        // As in Lua, the last one counts.
        if case .nothing = value.content { table.fields[name] = nil } else { table.fields[name] = value }
    }

    private mutating func assignment() throws(ConfigErrors) {
        try skipBlanks()
        guard current == UInt8(ascii: "=") else { throw problem("expected «=»") }
        position += 1
    }

    /// With what is concatenated to it.
    private mutating func value() throws(ConfigErrors) -> LuaValue {
        var sum = try part()
        while true {
            try skipBlanks()
            guard current == UInt8(ascii: "."), byte(after: 1) == UInt8(ascii: ".") else { return sum }
            position += 2
            let next = try part()
            guard let one = sum.concatenable, let other = next.concatenable else {
                throw problem("only texts and numbers can be joined by «..»", at: next.place)
            }
            guard one.utf8.count + other.utf8.count <= Self.largestSize else { throw problem("a text is too long") }
            sum.content = .text(one + other)
        }
    }

    private mutating func part() throws(ConfigErrors) -> LuaValue {
        try skipBlanks()
        let start = place
        return LuaValue(content: try content(), place: start)
    }

    private mutating func content() throws(ConfigErrors) -> LuaValue.Content {
        guard let byte = current else { throw problem("ends where a value is expected") }
        switch byte {
        case UInt8(ascii: "{"): return .table(try table())
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try quoted())
        case UInt8(ascii: "["):
            guard let level = longBracket() else { throw problem("expected a value") }
            return .text(try long(level))
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default:
            switch word() {
            case "true":
                position += 4
                return .flag(true)
            case "false":
                position += 5
                return .flag(false)
            case "nil":
                position += 3
                return .nothing
            default: throw wouldRun("expected a value")
            }
        }
    }

    private func wouldRun(_ expectation: String) -> ConfigErrors {
        if let name = word() { return problem("«\(name)» would have to be run: only what is written out is read") }
        if let byte = current, "+-*/%^#(:~<>=".utf8.contains(byte) {
            return problem(
                "«\(Character(Unicode.Scalar(byte)))» would have to be run: only what is written out is read"
            )
        }
        return problem(expectation)
    }

    private mutating func number() throws(ConfigErrors) -> Double {
        let (start, first) = (place, position)
        if current == UInt8(ascii: "-") { position += 1 }
        let isHexadecimal = current == UInt8(ascii: "0") && [0x78, 0x58].contains(byte(after: 1) ?? 0)
        while let byte = current, Self.isNumberByte(byte) || isHexadecimal && Self.isWordByte(byte) { position += 1 }
        let text = String(decoding: bytes[first..<position], as: UTF8.self)
        guard text.utf8.count <= 64, let number = Double(text) else { throw problem("expected a number", at: start) }
        return number
    }
}

extension LuaValue {
    fileprivate var concatenable: String? {
        switch content {
        case .text(let text): text
        case .number: integer.map(String.init)
        case .nothing, .flag, .table: nil
        }
    }
}

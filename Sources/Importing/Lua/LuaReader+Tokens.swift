extension LuaReader {
    mutating func quoted() throws(ConfigErrors) -> String {
        let start = place
        let quote = bytes[position]
        position += 1
        var text: [UInt8] = []
        while let byte = current, byte != quote {
            guard byte != 0x0a else { throw problem("the text that begins here has no end", at: start) }
            advance()
            if byte == UInt8(ascii: "\\") { try escape(into: &text) } else { text.append(byte) }
        }
        guard current != nil else { throw problem("the text that begins here has no end", at: start) }
        position += 1
        return try checked(text, at: start)
    }

    private mutating func escape(into text: inout [UInt8]) throws(ConfigErrors) {
        guard let byte = current else { throw problem("ends within a text") }
        advance()
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), 0x0a: text.append(byte)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            var number = Int(byte - 0x30)
            for _ in 0..<2 {
                guard let digit = current, (0x30...0x39).contains(digit) else { break }
                number = number * 10 + Int(digit - 0x30)
                position += 1
            }
            guard number < 256 else { throw problem("an escape beyond 255") }
            text.append(UInt8(number))
        default: throw problem("an unknown escape")
        }
    }

    /// How many `=` stand between the brackets of a long text; nil if there is none here.
    func longBracket() -> Int? {
        var level = 0
        while byte(after: 1 + level) == UInt8(ascii: "=") { level += 1 }
        return byte(after: 1 + level) == UInt8(ascii: "[") ? level : nil
    }

    mutating func long(_ level: Int) throws(ConfigErrors) -> String {
        let start = place
        position += level + 2
        if current == 0x0d { advance() }
        if current == 0x0a { advance() }
        let content = position
        let end = [UInt8(ascii: "]")] + Array(repeating: UInt8(ascii: "="), count: level) + [UInt8(ascii: "]")]
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "]"), bytes[position...].starts(with: end) {
                let text = Array(bytes[content..<position])
                position += end.count
                return try checked(text, at: start)
            }
            advance()
        }
        throw problem("what begins here has no end", at: start)
    }

    private func checked(_ text: [UInt8], at start: LuaPlace) throws(ConfigErrors) -> String {
        guard let text = String(validating: text, as: UTF8.self) else {
            throw problem("a text is not UTF-8", at: start)
        }
        return text
    }

    /// With comments.
    mutating func skipBlanks() throws(ConfigErrors) {
        while let byte = current {
            if byte <= 0x20 {
                advance()
            } else if byte == UInt8(ascii: "-"), self.byte(after: 1) == UInt8(ascii: "-") {
                position += 2
                if current == UInt8(ascii: "["), let level = longBracket() {
                    try skipLong(level)
                } else {
                    while current != nil, current != 0x0a { position += 1 }
                }
            } else {
                return
            }
        }
    }

    private mutating func skipLong(_ level: Int) throws(ConfigErrors) {
        let start = place
        let end = [UInt8(ascii: "]")] + Array(repeating: UInt8(ascii: "="), count: level) + [UInt8(ascii: "]")]
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "]"), bytes[position...].starts(with: end) {
                position += end.count
                return
            }
            advance()
        }
        throw problem("the comment that begins here has no end", at: start)
    }

    /// The name or keyword that begins here.
    func word() -> String? {
        let letters = bytes[min(position, bytes.count)...].prefix(64).prefix(while: Self.isWordByte)
        guard let first = letters.first, !(0x30...0x39).contains(first) else { return nil }
        return String(decoding: letters, as: UTF8.self)
    }

    static func isWordByte(_ byte: UInt8) -> Bool {
        isNumberByte(byte) && byte != UInt8(ascii: ".") && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "+")
            || (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte) || byte == UInt8(ascii: "_")
    }

    static func isNumberByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e")
            || byte == UInt8(ascii: "E")
    }
}

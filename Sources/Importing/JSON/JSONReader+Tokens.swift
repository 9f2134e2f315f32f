extension JSONReader {
    /// Takes the bracket of an object or list.
    mutating func enter() throws(ConfigErrors) {
        depth += 1
        guard depth <= Self.deepest else { throw problem("nests deeper than \(Self.deepest) brackets") }
        position += 1
    }

    mutating func leave() {
        depth -= 1
        position += 1
    }

    /// The next byte that is no blank.
    @inline(__always)
    mutating func next() throws(ConfigErrors) -> UInt8 {
        if position < buffer.count, buffer[position] > 0x20 { return buffer[position] }
        guard try skipBlanks() else { throw problem("ends too early") }
        return buffer[position]
    }

    /// Whether something comes after them.
    mutating func skipBlanks() throws(ConfigErrors) -> Bool {
        while true {
            while position < buffer.count {
                switch buffer[position] {
                case 0x0a:
                    line += 1
                    lineStart = offset + position + 1
                case 0x20, 0x09, 0x0d: break
                default: return true
                }
                position += 1
            }
            guard try fill() else { return false }
        }
    }

    mutating func take(_ byte: UInt8, _ expectation: String) throws(ConfigErrors) {
        guard try next() == byte else { throw unexpected(expectation) }
        position += 1
    }

    mutating func word(_ word: StaticString) throws(ConfigErrors) {
        let start = position
        var index = start
        for letter in 0..<word.utf8CodeUnitCount {
            if index >= buffer.count {
                let taken = index - position
                guard try fill(keepingFrom: position) else { throw problem("ends too early") }
                index = position + taken
            }
            guard buffer[index] == word.utf8Start[letter] else { throw unexpected("a value") }
            index += 1
        }
        position = index
    }

    /// Takes a number.
    ///
    /// Its digits are checked as JSON has them, but for leading zeros.
    mutating func number() throws(ConfigErrors) -> Double? {
        guard try kind() == .number else {
            try skipUnless(.nothing)
            return nil
        }
        var end = position
        var whole = 0
        var isWhole = true
        while true {
            if end >= buffer.count {
                let length = end - position
                guard length < 400 else { throw problem("a number is too long") }
                guard try fill(keepingFrom: position) else { break }
                end = position + length
            }
            let byte = buffer[end]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if isWhole, whole < 1 << 50 { whole = whole * 10 + Int(byte - 0x30) } else { isWhole = false }
            case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
                isWhole = false
            default:
                return try number(to: end, whole: isWhole ? whole : nil)
            }
            end += 1
        }
        return try number(to: end, whole: isWhole ? whole : nil)
    }

    mutating func number(to end: Int, whole: Int?) throws(ConfigErrors) -> Double {
        let start = position
        guard end - start < 400 else { throw problem("a number is too long") }
        if let whole {
            position = end
            return Double(whole)
        }
        guard let number = Double(String(decoding: buffer[start..<end], as: UTF8.self)), buffer[end - 1] != 0x2e else {
            throw unexpected("a number")
        }
        position = end
        return number
    }

    /// A number with its fraction; nil for null, and for what is none.
    mutating func decimal() throws(ConfigErrors) -> Double? { try number() }

    /// Takes a number that nobody wants: as `number()`, without making one of it.
    mutating func skipNumber() throws(ConfigErrors) {
        guard let end = endOfNumber() else {
            _ = try number()
            return
        }
        position = end
    }

    /// Where the number here ends, if it is one and ends in this piece.
    private func endOfNumber() -> Int? {
        buffer.withUnsafeBufferPointer { bytes in
            var index = position
            func takeDigits() -> Bool {
                let start = index
                while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
                return index > start
            }
            if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
            guard takeDigits() else { return nil }
            if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
                index += 1
                guard takeDigits() else { return nil }
            }
            if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
                index += 1
                if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
                    index += 1
                }
                guard takeDigits() else { return nil }
            }
            // Digits may go on in the next piece, and what may stand in no number is for `number()` to complain about.
            guard index < bytes.count, index - position < 400 else { return nil }
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                return nil
            default: return index
            }
        }
    }

    /// Where what needs no look begins to need one: a quote, an escape, a control character, what isn't ASCII, or the end of
    /// the piece.
    private func endOfPlainText(from start: Int) -> Int {
        buffer.withUnsafeBufferPointer { bytes in
            var index = start
            while index < bytes.count {
                let byte = bytes[index]
                guard byte &- 0x20 < 0x60, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
                index += 1
            }
            return index
        }
    }

    /// Takes text, with what is escaped in it.
    mutating func text() throws(ConfigErrors) -> String {
        position += 1
        var end = endOfPlainText(from: position)
        if end < buffer.count, buffer[end] == UInt8(ascii: "\""), end - position <= Self.longestText {
            defer { position = end + 1 }
            return asciiText(to: end)
        }
        var isPlain = true
        while true {
            if end >= buffer.count {
                let length = end - position
                guard length <= Self.longestText else {
                    throw problem("a text is longer than \(Self.longestText) bytes")
                }
                guard try fill(keepingFrom: position) else { throw problem("ends within a text") }
                end = position + length
            }
            let byte = buffer[end]
            if byte == UInt8(ascii: "\"") { break }
            guard byte >= 0x20 else { throw problem("a text holds a control character") }
            if byte == UInt8(ascii: "\\") {
                isPlain = false
                // What is escaped is looked at later; it could be a quote.
                end += 1
                if end >= buffer.count { continue }
                if buffer[end] < 0x20 { throw problem("a text holds a control character") }
            }
            end += 1
        }
        guard end - position <= Self.longestText else {
            throw problem("a text is longer than \(Self.longestText) bytes")
        }
        let content = buffer[position..<end]
        guard let text = isPlain ? String(validating: content, as: UTF8.self) : JSONEscapes.text(content) else {
            throw problem(isPlain ? "a text is not UTF-8" : "a text is not UTF-8, or holds an unknown escape")
        }
        position = end + 1
        return text
    }

    /// From here to `end`, where nothing but ASCII stands.
    private func asciiText(to end: Int) -> String {
        buffer.withUnsafeBufferPointer {
            String(decoding: UnsafeBufferPointer(rebasing: $0[position..<end]), as: UTF8.self)
        }
    }

    mutating func skipText() throws(ConfigErrors) {
        position = endOfPlainText(from: position + 1)
        var isEscaped = false
        var isASCII = true
        var start = position
        while true {
            if position >= buffer.count {
                guard isASCII || position - start <= Self.longestText else {
                    throw problem("a text is longer than \(Self.longestText) bytes")
                }
                // What isn't ASCII is looked at as a whole; what is kept stands at the buffer's start then.
                guard try fill(keepingFrom: isASCII ? position : start) else { throw problem("ends within a text") }
                start = 0
            }
            let byte = buffer[position]
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\"") {
                break
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            }
            guard byte >= 0x20 else { throw problem("a text holds a control character") }
            if byte >= 0x80, isASCII {
                isASCII = false
                start = position
            }
            position += 1
        }
        if !isASCII, String(validating: buffer[start..<position], as: UTF8.self) == nil {
            throw problem("a text is not UTF-8")
        }
        position += 1
    }

    func unexpected(_ expectation: String) -> ConfigErrors {
        guard position < buffer.count else { return problem("ends too early") }
        let found = String(decoding: buffer[position..<min(position + Self.foundLength, buffer.count)], as: UTF8.self)
        return problem("expected \(expectation), found «\(found)»")
    }

    /// Gets the next piece; nothing before `start` is needed any more.
    ///
    /// - Returns: false at the end.
    /// - Throws: `ConfigErrors` if it can't be read.
    mutating func fill(keepingFrom start: Int? = nil) throws(ConfigErrors) -> Bool {
        let piece = try stream.next()
        guard !piece.isEmpty else { return false }
        let start = start ?? buffer.count
        offset += start
        position -= start
        if start == buffer.count {
            buffer = piece
        } else {
            buffer.removeFirst(start)
            buffer += piece
        }
        return true
    }
}

/// Reads JSON from its start to its end, one value after the other, and never holds more of it than the value it is at.
///
/// A value of another kind than expected is skipped and counted, as one odd node must not keep a thousand others out;
/// what isn't JSON is an error with line and column.
struct JSONReader {
    /// Of text that is kept.
    private static let longestText = 1 << 16
    /// Maps nest 12 deep.
    private static let deepest = 100

    private let stream: ByteStream
    private var buffer: [UInt8] = []
    private var position = 0
    /// Bytes before `buffer`.
    private var offset = 0
    private var line = 1
    /// Where the line starts, from the file's start.
    private var lineStart = 0
    private var depth = 0

    /// How many values were of another kind than expected.
    private(set) var oddValueCount = 0
    /// Of the first one.
    private(set) var firstOddPlace: String?

    init(_ stream: ByteStream) throws(ConfigErrors) {
        self.stream = stream
        guard try fill() else { throw problem("is empty") }
        if buffer.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
        if buffer.starts(with: [0xff, 0xfe]) || buffer.starts(with: [0xfe, 0xff]) { throw problem("is UTF-16, not UTF-8") }
    }

    /// `line 3, column 14`; columns are bytes.
    var place: String { "line \(line), column \(max(offset + position - lineStart, 0) + 1)" }

    func problem(_ message: String) -> ConfigErrors { ConfigErrors(stream.name, place, message) }
}

extension JSONReader {
    /// What the next value is, without taking it.
    enum Kind {
        case object, array, text, number, flag, nothing
    }

    mutating func kind() throws(ConfigErrors) -> Kind {
        switch try next() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .text
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .flag
        case UInt8(ascii: "n"): return .nothing
        default: throw unexpected("a value")
        }
    }

    /// Goes through an object's members; `body` takes the value of each.
    ///
    /// Anything else is skipped; an empty list is how Lua writes an empty object.
    mutating func object(_ body: (inout JSONReader, String) throws(ConfigErrors) -> Void) throws(ConfigErrors) {
        switch try kind() {
        case .object: break
        case .nothing: return try skip()
        case .array:
            let isEmpty = try list { reader throws(ConfigErrors) in try reader.skip() } == 0
            if !isEmpty { noteOddValue() }
            return
        case .text, .number, .flag: return try skipOddValue()
        }
        try enter()
        var isFirst = true
        while try next() != UInt8(ascii: "}") {
            if !isFirst { try take(UInt8(ascii: ","), "«,» or «}»") }
            isFirst = false
            guard try next() == UInt8(ascii: "\"") else { throw unexpected("a member's name") }
            let name = try text()
            try take(UInt8(ascii: ":"), "«:»")
            try body(&self, name)
        }
        leave()
    }

    /// Goes through a list's values; `body` takes each. Anything else is skipped.
    ///
    /// - Returns: how many there were.
    @discardableResult
    mutating func list(_ body: (inout JSONReader) throws(ConfigErrors) -> Void) throws(ConfigErrors) -> Int {
        switch try kind() {
        case .array: break
        case .nothing:
            try skip()
            return 0
        case .object, .text, .number, .flag:
            try skipOddValue()
            return 0
        }
        try enter()
        var count = 0
        while try next() != UInt8(ascii: "]") {
            if count > 0 { try take(UInt8(ascii: ","), "«,» or «]»") }
            try body(&self)
            count += 1
        }
        leave()
        return count
    }

    /// Text; nil for null, and for what is none.
    mutating func string() throws(ConfigErrors) -> String? {
        guard try next() == UInt8(ascii: "\"") else {
            try skipUnless(.nothing)
            return nil
        }
        return try text()
    }

    /// A number without its fraction; nil for null, and for what is none or doesn't fit.
    mutating func integer() throws(ConfigErrors) -> Int? {
        guard let number = try number() else { return nil }
        guard number > -9e15, number < 9e15 else {
            noteOddValue()
            return nil
        }
        return Int(number)
    }

    /// A count: not below 0.
    mutating func count() throws(ConfigErrors) -> Int? {
        try integer().map { max($0, 0) }
    }

    mutating func boolean() throws(ConfigErrors) -> Bool? {
        guard try kind() == .flag else {
            try skipUnless(.nothing)
            return nil
        }
        let isTrue = buffer[position] == UInt8(ascii: "t")
        try word(isTrue ? "true" : "false")
        return isTrue
    }

    /// Takes the next value, whatever it is.
    mutating func skip() throws(ConfigErrors) {
        switch try kind() {
        case .object:
            try enter()
            var isFirst = true
            while try next() != UInt8(ascii: "}") {
                if !isFirst { try take(UInt8(ascii: ","), "«,» or «}»") }
                isFirst = false
                guard try next() == UInt8(ascii: "\"") else { throw unexpected("a member's name") }
                try skipText()
                try take(UInt8(ascii: ":"), "«:»")
                try skip()
            }
            leave()
        case .array:
            try enter()
            var isFirst = true
            while try next() != UInt8(ascii: "]") {
                if !isFirst { try take(UInt8(ascii: ","), "«,» or «]»") }
                isFirst = false
                try skip()
            }
            leave()
        case .text: try skipText()
        case .number: _ = try number()
        case .flag: try word(buffer[position] == UInt8(ascii: "t") ? "true" : "false")
        case .nothing: try word("null")
        }
    }

    /// That nothing comes any more but blanks.
    mutating func end() throws(ConfigErrors) {
        if try skipBlanks() { throw unexpected("the end") }
    }

    /// Whether another value begins; for files of one value a line.
    mutating func hasMore() throws(ConfigErrors) -> Bool { try skipBlanks() }

    mutating func noteOddValue() {
        oddValueCount += 1
        if firstOddPlace == nil { firstOddPlace = place }
    }

    private mutating func skipOddValue() throws(ConfigErrors) {
        noteOddValue()
        try skip()
    }

    private mutating func skipUnless(_ expected: Kind) throws(ConfigErrors) {
        if try kind() == expected { try skip() } else { try skipOddValue() }
    }
}

extension JSONReader {
    /// Takes the bracket of an object or list.
    private mutating func enter() throws(ConfigErrors) {
        depth += 1
        guard depth <= Self.deepest else { throw problem("nests deeper than \(Self.deepest) brackets") }
        position += 1
    }

    private mutating func leave() {
        depth -= 1
        position += 1
    }

    /// The next byte that is no blank.
    @inline(__always)
    private mutating func next() throws(ConfigErrors) -> UInt8 {
        if position < buffer.count, buffer[position] > 0x20 { return buffer[position] }
        guard try skipBlanks() else { throw problem("ends too early") }
        return buffer[position]
    }

    /// Whether something comes after them.
    private mutating func skipBlanks() throws(ConfigErrors) -> Bool {
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

    private mutating func take(_ byte: UInt8, _ expectation: String) throws(ConfigErrors) {
        guard try next() == byte else { throw unexpected(expectation) }
        position += 1
    }

    private mutating func word(_ word: StaticString) throws(ConfigErrors) {
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

    /// Takes a number. Its digits are checked as JSON has them, but for leading zeros.
    private mutating func number() throws(ConfigErrors) -> Double? {
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

    private mutating func number(to end: Int, whole: Int?) throws(ConfigErrors) -> Double {
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

    /// Takes text, with what is escaped in it.
    private mutating func text() throws(ConfigErrors) -> String {
        position += 1
        var end = position
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

    private mutating func skipText() throws(ConfigErrors) {
        position += 1
        var isEscaped = false
        var isASCII = true
        var start = position
        while true {
            if position >= buffer.count {
                guard isASCII || position - start <= Self.longestText else {
                    throw problem("a text is longer than \(Self.longestText) bytes")
                }
                let length = position - start
                // What isn't ASCII is looked at as a whole.
                guard try fill(keepingFrom: isASCII ? position : start) else { throw problem("ends within a text") }
                start = position
                if !isASCII { position += length }
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

    private func unexpected(_ expectation: String) -> ConfigErrors {
        guard position < buffer.count else { return problem("ends too early") }
        let found = String(decoding: buffer[position..<min(position + 12, buffer.count)], as: UTF8.self)
        return problem("expected \(expectation), found «\(found)»")
    }

    /// Gets the next piece; nothing before `start` is needed any more. False at the end.
    private mutating func fill(keepingFrom start: Int? = nil) throws(ConfigErrors) -> Bool {
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

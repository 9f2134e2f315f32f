/// Reads JSON from its start to its end, one value after the other, and never holds more of it than the value it is at.
///
/// A value of another kind than expected is skipped and counted, as one odd node must not keep a thousand others out;
/// what isn't JSON is an error with line and column.
struct JSONReader {
    /// Of text that is kept.
    static let longestText = 1 << 16
    /// Of what is shown where something else was expected.
    static let foundLength = 12
    /// Maps nest 12 deep.
    static let deepest = 100

    let stream: ByteStream
    var buffer: [UInt8] = []
    var position = 0
    /// Bytes before `buffer`.
    var offset = 0
    var line = 1
    /// Where the line starts, from the file's start.
    var lineStart = 0
    var depth = 0

    /// How many values were of another kind than expected.
    private(set) var oddValueCount = 0
    /// Of the first one.
    private(set) var firstOddPlace: String?

    init(_ stream: ByteStream) throws(ConfigErrors) {
        self.stream = stream
        guard try fill() else { throw problem("is empty") }
        if buffer.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
        if buffer.starts(with: [0xff, 0xfe]) || buffer.starts(with: [0xfe, 0xff]) {
            throw problem("is UTF-16, not UTF-8")
        }
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

    /// Goes through a list's values; `body` takes each.
    ///
    /// Anything else is skipped.
    ///
    /// - Parameters:
    ///   - hasValue: an empty one is wrong.
    ///   - body: takes a value.
    /// - Returns: how many there were.
    /// - Throws: `ConfigErrors` for what isn't JSON, and what `body` throws.
    @discardableResult
    mutating func list(
        hasValue: Bool = false,
        _ body: (inout JSONReader) throws(ConfigErrors) -> Void
    ) throws(ConfigErrors) -> Int {
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
        while try next() != UInt8(ascii: "]") || (hasValue && count == 0) {
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
        case .number: try skipNumber()
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

    /// Those of a piece, after the ones so far.
    mutating func noteOddValues(_ count: Int, first place: String?) {
        oddValueCount += count
        if firstOddPlace == nil { firstOddPlace = place }
    }

    private mutating func skipOddValue() throws(ConfigErrors) {
        noteOddValue()
        try skip()
    }

    mutating func skipUnless(_ expected: Kind) throws(ConfigErrors) {
        if try kind() == expected { try skip() } else { try skipOddValue() }
    }
}

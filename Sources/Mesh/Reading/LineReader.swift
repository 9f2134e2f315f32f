/// Takes a line of a table apart, column by column.
struct LineReader {
    let tool: String
    /// From 1.
    let number: Int
    private(set) var rest: ArraySlice<UInt8>

    init(tool: String, number: Int, rest: ArraySlice<UInt8>) {
        self.tool = tool
        self.number = number
        self.rest = rest
    }

    var isBlank: Bool { rest.allSatisfy(\.isBlank) }

    func error(_ message: String, _ kind: ReadingError.Kind = .unreadable) -> ReadingError {
        ReadingError(kind, tool: tool, place: "line \(number)", message: message)
    }

    /// Says what was expected, and what is there instead.
    func expected(_ what: String) -> ReadingError {
        error(rest.isEmpty ? "expected \(what)" : "expected \(what), not «\(ReadingError.excerpt(rest))»")
    }

    func starts(with text: String) -> Bool { rest.starts(with: text.utf8) }

    func contains(_ text: String) -> Bool { rest.firstRange(of: Array(text.utf8)) != nil }

    mutating func skipBlanks() { rest = rest.drop(while: \.isBlank) }

    /// Takes `text`, if it comes next.
    mutating func take(_ text: String) -> Bool {
        guard starts(with: text) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    mutating func expect(_ text: String) throws(ReadingError) {
        guard take(text) else { throw expected("«\(text)»") }
    }

    /// All up to `end`, which is taken, too.
    mutating func text(upTo end: String) throws(ReadingError) -> ArraySlice<UInt8> {
        guard let range = rest.firstRange(of: Array(end.utf8)) else { throw expected("«\(end)»") }
        defer { rest = rest[range.upperBound...] }
        return rest[..<range.lowerBound]
    }

    mutating func address() throws(ReadingError) -> MACAddress {
        skipBlanks()
        guard let address = MACAddress(text: rest.prefix(17)) else { throw expected("a MAC address") }
        rest = rest.dropFirst(17)
        return address
    }

    /// A number without sign.
    mutating func number(_ what: String, upTo largest: Int = Int(Int32.max)) throws(ReadingError) -> Int {
        skipBlanks()
        let digits = rest.prefix(while: \.isDigit)
        guard let number = Int(decimal: digits), number <= largest else { throw expected(what) }
        rest = rest[digits.endIndex...]
        return number
    }

    /// A number with at most three digits after the point, times 1000.
    mutating func thousandths(_ what: String) throws(ReadingError) -> Int {
        skipBlanks()
        let start = self
        let whole = try number(what)
        guard take(".") else { throw start.expected(what) }
        let digits = rest.prefix(while: \.isDigit)
        guard (1...3).contains(digits.count), let part = Int(decimal: digits) else { throw start.expected(what) }
        rest = rest[digits.endIndex...]
        // A number is below 2³¹.
        return whole * 1000 + part * [100, 10, 1][digits.count - 1]
    }

    /// As `0.356s`.
    mutating func lastSeen() throws(ReadingError) -> Duration {
        let milliseconds = try thousandths("a time")
        try expect("s")
        return .milliseconds(milliseconds)
    }

    /// As `( 10.0)`, which is Mbit/s, or `(141)` of 255.
    mutating func quality() throws(ReadingError) -> PathQuality {
        skipBlanks()
        try expect("(")
        skipBlanks()
        let digits = rest.prefix(while: \.isDigit)
        let quality: PathQuality
        if rest[digits.endIndex...].first == UInt8(ascii: ".") {
            quality = .throughput(Throughput(kilobitsPerSecond: try thousandths("a throughput")))
        } else {
            let value = try number("a quality up to 255", upTo: 255)
            quality = .transmitQuality(TransmitQuality(UInt8(clamping: value)))
        }
        try expect(")")
        return quality
    }

    /// As `[ fastd-vpn]`.
    mutating func interface() throws(ReadingError) -> String {
        skipBlanks()
        try expect("[")
        skipBlanks()
        let start = self
        let name = try text(upTo: "]")
        guard InterfaceName.isOne(name) else { throw start.expected("an interface") }
        return String(decoding: name, as: UTF8.self)
    }

    mutating func end() throws(ReadingError) {
        skipBlanks()
        guard rest.isEmpty else { throw expected("the line's end") }
    }
}

extension Int {
    /// Reads ASCII digits; nil if there is none, or they are too many.
    init?(decimal digits: some Collection<UInt8>) {
        guard !digits.isEmpty else { return nil }
        var value = 0
        for digit in digits {
            guard digit.isDigit else { return nil }
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeNow) = product.addingReportingOverflow(Int(digit) - 0x30)
            guard !isTooLarge, !isTooLargeNow else { return nil }
            value = sum
        }
        self = value
    }
}

extension LineReader {
    var startsWithAddress: Bool { MACAddress(text: rest.prefix(17)) != nil }

    /// An interface's name that ends with a blank or the line.
    mutating func interfaceWord() throws(ReadingError) -> String {
        let name = try word("an interface")
        guard InterfaceName.isOne(name) else { throw error("expected an interface") }
        return String(decoding: name, as: UTF8.self)
    }

    /// All up to the next blank, or the line's end.
    mutating func word(_ what: String) throws(ReadingError) -> ArraySlice<UInt8> {
        skipBlanks()
        let word = rest.prefix { !$0.isBlank }
        guard !word.isEmpty else { throw expected(what) }
        rest = rest[word.endIndex...]
        return word
    }
}

import FleetModel

/// JSON over several lines, written as it is told: a list of 100,000 nodes has a million values.
struct JSONText {
    private static let digits = Array("0123456789abcdef".utf8)

    private var bytes: [UInt8] = []
    private var depth = 0
    /// Whether the list or object that is open has something in it; the innermost one last.
    private var hasElements: [Bool] = []

    /// With a final newline.
    consuming func text() -> String {
        bytes.append(UInt8(ascii: "\n"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Without one, as there is more to come.
    consuming func part() -> String { String(decoding: bytes, as: UTF8.self) }

    /// A key as it stands in the objects of a list, with all that is before and after it.
    static func head(_ key: String, isFirst: Bool) -> [UInt8] {
        var head = JSONText()
        head.string(key)
        return Array("\(isFirst ? "" : ",")\n    ".utf8) + head.bytes + Array(" : ".utf8)
    }

    /// An object of a list, with the comma before it.
    mutating func listed(_ heads: [[UInt8]], _ values: some Sequence<ReportValue>) {
        bytes += ",\n  {".utf8
        depth += 2
        for (head, value) in zip(heads, values) {
            bytes += head
            self.value(value)
        }
        depth -= 2
        bytes += (heads.isEmpty ? "}" : "\n  }").utf8
    }

    mutating func open(_ bracket: Character) {
        bytes += String(bracket).utf8
        depth += 1
        hasElements.append(false)
    }

    mutating func close(_ bracket: Character) {
        depth -= 1
        if hasElements.popLast() == true { newline() }
        bytes += String(bracket).utf8
    }

    /// Begins the next element of what is open.
    mutating func element() {
        guard let last = hasElements.indices.last else { return }
        if hasElements[last] { bytes.append(UInt8(ascii: ",")) }
        hasElements[last] = true
        newline()
    }

    mutating func key(_ key: String) {
        element()
        string(key)
        bytes += " : ".utf8
    }

    mutating func value(_ value: ReportValue) {
        switch value {
        case .unknown: bytes += "null".utf8
        case .text(let text): string(text)
        case .number, .hundredths, .real: bytes += value.line.utf8
        case .boolean(let boolean): bytes += (boolean ? "true" : "false").utf8
        case .list(let values):
            open("[")
            for value in values {
                element()
                self.value(value)
            }
            close("]")
        case .fields(let fields):
            open("{")
            for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
                self.key(key)
                self.value(value)
            }
            close("}")
        }
    }

    private mutating func newline() {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    /// Escapes, beyond what JSON wants, what terminals obey: DEL, C1, and marks of the writing direction.
    private mutating func string(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        let isPlain = text.withUTF8 { utf8 in
            // Without an early end, so that many bytes are looked at together.
            var oddCount = 0
            for byte in utf8 {
                let isPlain = byte &- 0x20 < 0x5f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
                oddCount &+= isPlain ? 0 : 1
            }
            if oddCount == 0 { bytes.append(contentsOf: utf8) }
            return oddCount == 0
        }
        if !isPlain { for scalar in text.unicodeScalars { escape(scalar) } }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": bytes += #"\""#.utf8
        case "\\": bytes += #"\\"#.utf8
        case "\n": bytes += #"\n"#.utf8
        case "\r": bytes += #"\r"#.utf8
        case "\t": bytes += #"\t"#.utf8
        case _ where scalar.steersTerminal:
            bytes += #"\u"#.utf8
            for shift in [12, 8, 4, 0] { bytes.append(Self.digits[Int(scalar.value >> UInt32(shift)) & 15]) }
        default: bytes += String(scalar).utf8
        }
    }
}

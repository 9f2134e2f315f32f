/// The rules that values have to keep on their way to a device.
enum Check {
    /// The script's arithmetic and patterns take ten digits.
    static let largest = 4_294_967_295

    static func that(_ holds: Bool, _ message: String, at place: String) throws(InvalidTransaction) {
        guard holds else { throw InvalidTransaction(place: place, message: message) }
    }

    /// An id or a scope: `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`, as it names a directory and a unit.
    static func name(_ value: String, at place: String) throws(InvalidTransaction) {
        let isName =
            (1...64).contains(value.utf8.count) && hasOnly(value, "._-")
            && value.utf8.first.map { !"._-".utf8.contains($0) } == true
        try that(isName, "should match [A-Za-z0-9][A-Za-z0-9._-]{0,63}", at: place)
    }

    /// Text for people: one line.
    static func line(_ value: String, at place: String) throws(InvalidTransaction) {
        try that(!hasControls(value), "holds a control character", at: place)
        try that(value.utf8.count <= 1024, "is longer than 1024 bytes", at: place)
    }

    static func number(_ value: Int, _ range: ClosedRange<Int>, at place: String) throws(InvalidTransaction) {
        try that(range.contains(value), "should be in \(range.lowerBound)…\(range.upperBound), is \(value)", at: place)
    }

    /// An absolute path to a file, in its shortest form.
    static func path(_ value: String, at place: String) throws(InvalidTransaction) {
        try that(!hasControls(value), "holds a control character", at: place)
        try that(value.utf8.count <= 1024, "is longer than 1024 bytes", at: place)
        try that(value.hasPrefix("/") && value != "/", "should be an absolute path", at: place)
        let parts = value.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for part in parts {
            let part = String(part)
            try that(part != "" && part != "." && part != "..", "should have no empty, . or .. parts", at: place)
        }
    }

    /// Whether a text has only ASCII letters, digits and those characters.
    static func hasOnly(_ value: String, _ others: String) -> Bool {
        value.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default:
                others.utf8.contains(byte)
            }
        }
    }

    private static func hasControls(_ value: String) -> Bool {
        value.utf8.contains { $0 < 0x20 || $0 == 0x7f }
    }
}

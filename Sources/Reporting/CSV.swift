/// Comma-separated values after RFC 4180, but with `\n` at the line ends, as Unix tools expect.
enum CSV {
    private static let space = UInt8(ascii: " ")

    static func text(_ rows: [[String]]) -> String {
        rows.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
    }

    private static func quoted(_ field: String) -> String {
        let isPlain = field.utf8.allSatisfy(isPlain) && field.utf8.first != space && field.utf8.last != space
        guard !isPlain else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"): false
        default: true
        }
    }
}

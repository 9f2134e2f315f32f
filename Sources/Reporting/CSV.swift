/// Comma-separated values after RFC 4180, but with `\n` at the line ends, as Unix tools expect.
enum CSV {
    static func text(_ rows: [[String]]) -> String {
        rows.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
    }

    private static func quoted(_ field: String) -> String {
        let isPlain = !field.contains { ",\"\r\n".contains($0) } && field.first != " " && field.last != " "
        guard !isPlain else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}

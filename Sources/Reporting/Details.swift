/// One thing and all that is known of it.
package struct Details: Sendable {
    /// Keys in snake case, in the order in which people read them.
    package var fields: [(key: String, value: ReportValue)]

    package init(_ fields: [(key: String, value: ReportValue)]) {
        self.fields = fields
    }

    /// An object.
    package var json: String {
        ReportValue.fields(Dictionary(fields.map { ($0.key, $0.value) }) { first, _ in first }).json
    }

    /// A line for each field, safe for a terminal.
    package func table(style: TextStyle) -> String {
        let width = fields.map(\.key.count).max() ?? 0
        return fields.map { key, value in
            let name = key.replacing("_", with: " ")
            let line = value.line
            return style.heading(name) + String(repeating: " ", count: width - key.count + 2)
                + (line.isEmpty ? "-" : line) + "\n"
        }.joined()
    }
}

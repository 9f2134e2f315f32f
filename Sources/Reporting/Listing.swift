/// A list of things of one kind, which each format shows.
package struct Listing: Sendable, Hashable {
    package struct Column: Sendable, Hashable {
        /// Key in JSON and CSV, in snake case; a table shows it as a heading.
        package var key: String
        /// Whether tables show it, which have less room.
        package var isInTable: Bool
        /// Whether it tells rows apart, and so stands with each of their metrics.
        package var isLabel: Bool
        /// What its numbers count, for those who read metrics; nil where they are none.
        package var measure: String?

        package init(_ key: String, isInTable: Bool = true, isLabel: Bool = false, measure: String? = nil) {
            self.key = key
            self.isInTable = isInTable
            self.isLabel = isLabel
            self.measure = measure
        }
    }

    package var columns: [Column]
    /// One value for each column.
    package var rows: [[ReportValue]]

    package init(columns: [Column], rows: [[ReportValue]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The list as text that ends with a newline, safe for a terminal whatever the names in it.
    package func text(as format: OutputFormat, style: TextStyle) -> String {
        switch format {
        case .table: table(style: style)
        case .json: json
        case .csv: CSV.text([columns.map(\.key)] + rows.map { $0.map(\.line) })
        }
    }

    /// A list of objects.
    var value: ReportValue { .list(rows.map { .fields(fields($0)) }) }

    private func fields(_ row: [ReportValue]) -> [String: ReportValue] {
        Dictionary(zip(columns.map(\.key), row)) { first, _ in first }
    }

    func table(style: TextStyle) -> String {
        let shown = shownColumns
        return TextTable(
            headings: shown.map { columns[$0].key.replacing("_", with: " ").uppercased() },
            rows: rows.map { row in shown.map { row[$0].line } },
            numericColumns: Set(shown.indices.filter { isNumeric(shown[$0]) })
        ).text(style: style)
    }

    /// Indices of those that a table shows.
    var shownColumns: [Int] { columns.indices.filter { columns[$0].isInTable } }

    /// Whether some row has a number in that column.
    func isNumeric(_ column: Int) -> Bool { rows.contains { $0[column].isNumber } }
}

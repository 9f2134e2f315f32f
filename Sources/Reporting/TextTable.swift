/// Aligned columns for people.
package struct TextTable: Sendable, Hashable {
    /// Stands where a cell is empty, so that columns can be counted by eye and by `awk`.
    private static let emptyCell = "-"
    private static let gap = "  "

    package var headings: [String]
    /// One cell for each heading, without control characters.
    package var rows: [[String]]
    /// Indices of the columns that are aligned at the right.
    package var numericColumns: Set<Int>

    package init(headings: [String], rows: [[String]], numericColumns: Set<Int> = []) {
        self.headings = headings
        self.rows = rows
        self.numericColumns = numericColumns
    }

    /// Lines that end with a newline each, and never with spaces.
    package func text(style: TextStyle) -> String {
        let cells = rows.map { $0.map { $0.isEmpty ? Self.emptyCell : $0 } }
        let widths = headings.indices.map { column in
            cells.reduce(headings[column].displayWidth) { max($0, $1[column].displayWidth) }
        }
        let heading = style.heading(line(headings, widths: widths))
        return ([heading] + cells.map { line($0, widths: widths) }).joined(separator: "\n") + "\n"
    }

    private func line(_ cells: [String], widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: widths[column] - cell.displayWidth)
            let isLast = column == cells.count - 1
            if numericColumns.contains(column) {
                line += padding + cell
            } else {
                line += cell + (isLast ? "" : padding)
            }
            if !isLast { line += Self.gap }
        }
        return line
    }
}

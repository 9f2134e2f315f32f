extension ToolAnswer {
    /// Rows of a table of batctl, without the lines above them.
    ///
    /// Since 2016 these are a line with the version and a line with the columns' names; before, some tables had both in
    /// one line, and those of clients had a sentence instead of the version.
    ///
    /// - Parameter column: name of the first column, or names that it has had.
    /// - Returns: the lines below.
    /// - Throws: `ReadingError`, `failed` if the interface is without others.
    func batctlRows(under column: String...) throws(ReadingError) -> ArraySlice<LineReader> {
        let lines = try lines()
        guard let first = lines.first else { throw error(.cut, "nothing was printed") }
        if first.contains(" disabled - please specify interfaces") {
            throw error(.failed, "the interface is disabled, it has no interfaces to send over")
        }
        let isSentence = first.starts(with: "Locally retrieved ") || first.starts(with: "Globally announced ")
        guard isSentence || first.contains("[B.A.T.M.A.N. adv ") else {
            throw first.expected("a table of batctl")
        }
        let hasColumns = { (line: LineReader) in
            var line = line
            line.skipBlanks()
            return column.contains { line.starts(with: $0) }
        }
        var rows = lines.dropFirst()
        if let second = rows.first, hasColumns(second) {
            rows.removeFirst()
        } else if !isSentence, !hasColumns(first) {
            guard rows.isEmpty else { throw lines[1].expected("the columns' names") }
            throw error(.cut, at: "line 2", "the columns' names are missing")
        }
        // «No gateways in range ...», «No batman nodes in range ...»
        let isNone = rows.count == 1 && rows.first?.starts(with: "No ") == true
        return isNone && rows.first?.contains(" in range ...") == true ? [] : rows
    }
}

extension LineReader {
    /// Takes the mark at the start of a row: `*`, or `=>` before 2016.
    mutating func mark() -> Bool {
        skipBlanks()
        return take("*") || take("=>")
    }
}

extension Throughput {
    /// batctl's JSON has some throughputs in 100 kbit/s.
    init(hundreds: UInt32) { self.init(kilobitsPerSecond: Int(hundreds) * 100) }
}

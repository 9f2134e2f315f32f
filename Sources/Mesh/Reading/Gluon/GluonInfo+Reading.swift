extension GluonInfo {
    /// Reads `gluon-info`: a name, a colon, and a value to the line.
    ///
    /// A list that was cut after a line looks complete.
    package init(reading output: ToolOutput) throws(ReadingError) {
        let answer = try ToolAnswer(output, of: "gluon-info")
        var values: [String: String] = [:]
        for line in try answer.lines() where !line.isBlank {
            var line = line
            let start = line
            let name = try line.text(upTo: ":")
            guard (1...40).contains(name.count) else { throw start.expected("a name") }
            line.skipBlanks()
            var value = line.rest
            while let last = value.last, last.isBlank { value.removeLast() }
            values[String(decoding: name, as: UTF8.self)] = String(decoding: value, as: UTF8.self)
        }
        guard !values.isEmpty else { throw answer.error(.cut, "nothing was printed") }
        self.init(values: values)
    }
}

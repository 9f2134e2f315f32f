extension ThroughputTest {
    /// What batctl prints instead of a result.
    private static let refusals: [(text: String, refusal: Refusal)] = [
        ("Destination unreachable", .unreachable),
        ("The number of retry for the same window exceeds the limit, test aborted", .tooManyLosses),
        ("Cannot run two test towards the same node", .alreadyRunning),
        ("Kernel cannot allocate memory, aborted", .outOfMemory),
        ("Too many ongoing sessions", .tooManyTests),
    ]

    /// Reads `batctl throughputmeter`; refusals come on standard error, so both outputs are to be given.
    package init(reading output: ToolOutput) throws(ReadingError) {
        let answer = try ToolAnswer(output, of: "batctl throughputmeter")
        var lines = try answer.lines()[...]
        guard var line = lines.popFirst() else { throw answer.error(.cut, "nothing was printed") }
        for (text, refusal) in Self.refusals where line.take(text) {
            try line.end()
            self = .refused(refusal)
            return
        }
        if line.starts(with: "Failed to ") || line.starts(with: "Unrecognized return value ") {
            throw line.error("«\(ReadingError.excerpt(line.rest))»", .failed)
        }
        var isPartial = false
        if line.starts(with: "CANCEL received: test aborted") {
            isPartial = true
            line = try answer.next(of: &lines)
        }
        try line.expect("Test duration ")
        let milliseconds = try line.number("a duration", upTo: Int(UInt32.max))
        try line.expect("ms.")
        line = try answer.next(of: &lines)
        try line.expect("Sent ")
        let bytes = try line.number("a number of bytes", upTo: 1 << 50)
        try line.expect(" Bytes.")
        line = try answer.next(of: &lines)
        // Calculated from the same two numbers, with two decimals.
        try line.expect("Throughput: ")
        guard milliseconds > 0 else { throw line.error("the test was stopped before it began", .failed) }
        self = .measured(
            Measurement(
                duration: .milliseconds(milliseconds),
                sent: bytes,
                throughput: Throughput(kilobitsPerSecond: bytes * 8 / milliseconds),
                isPartial: isPartial
            )
        )
    }
}

extension ToolAnswer {
    fileprivate func next(of lines: inout ArraySlice<LineReader>) throws(ReadingError) -> LineReader {
        guard let line = lines.popFirst() else { throw error(.cut, "the result is missing") }
        return line
    }
}

import FleetModel
import FoundationEssentials

/// A program's output on its way to values: bounded, and not the text that tells how the program is used.
struct ToolAnswer {
    static let longest = 16 << 20
    static let mostRows = 100_000

    /// For errors: `batctl nj`.
    let tool: String
    let output: ToolOutput

    /// - Throws: `ReadingError`, also for an answer that says that something failed.
    init(_ output: ToolOutput, of tool: String) throws(ReadingError) {
        self.tool = tool
        self.output = output
        guard output.count <= Self.longest else {
            throw ReadingError(.tooLong, tool: tool, message: "\(output.count) bytes, \(Self.longest) at most are read")
        }
        try refuseComplaints()
    }

    /// Whether it is JSON, and not a table: those of batctl may begin with `[B.A.T.M.A.N. adv …`.
    var isJSON: Bool {
        let start = output.drop(while: \.isBlank)
        return start.first == UInt8(ascii: "{")
            || start.first == UInt8(ascii: "[") && start.dropFirst().first != UInt8(ascii: "B")
    }

    func error(_ kind: ReadingError.Kind, at place: String = "", _ message: String) -> ReadingError {
        ReadingError(kind, tool: tool, place: place, message: message)
    }

    /// Lines without their ends, which all must have.
    ///
    /// - Throws: `ReadingError`, `cut` if the last one lacks its end.
    func lines() throws(ReadingError) -> [LineReader] {
        var lines: [LineReader] = []
        var rest = output
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            var line = rest[..<end]
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            lines.append(LineReader(tool: tool, number: lines.count + 1, rest: line))
            // Some lines stand above a table.
            guard lines.count <= Self.mostRows + 10 else {
                throw error(.tooLong, "more than \(Self.mostRows) lines")
            }
            rest = rest[(end + 1)...]
        }
        guard rest.isEmpty else { throw error(.cut, at: "line \(lines.count + 1)", "the line has no end") }
        return lines
    }

    /// An answer of one line.
    func line() throws(ReadingError) -> LineReader {
        let lines = try lines()
        guard let line = lines.first else { throw error(.cut, "nothing was printed") }
        guard lines.count == 1 else { throw error(.unreadable, at: "line 2", "expected one line") }
        return line
    }

    private func refuseComplaints() throws(ReadingError) {
        let start = output.drop(while: \.isBlank)
        let firstLine = start.prefix { $0 != UInt8(ascii: "\n") }
        if firstLine.starts(with: "Usage: ".utf8) || firstLine.starts(with: "usage: ".utf8) {
            throw error(.unsupported, "prints how it is used")
        }
        guard firstLine.starts(with: "Error - ".utf8) else { return }
        let isUsage = start.prefix(1 << 10).firstRange(of: Array("\nUsage: ".utf8)) != nil
        throw error(isUsage ? .unsupported : .failed, ReadingError.excerpt(firstLine.dropFirst(8)))
    }
}

extension UInt8 {
    /// Space, tab, or end of a line.
    var isBlank: Bool { self == 0x20 || (0x09...0x0d).contains(self) }

    var isDigit: Bool { (0x30...0x39).contains(self) }
}

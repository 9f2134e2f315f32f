extension UCIOptions {
    /// Reads `uci show`: `package.section=type` and `package.section.option='value'`.
    ///
    /// A list has its values side by side, each in quotes; `'\''` stands for a quote. Values in quotes may hold line
    /// feeds; those without quotes, as before 2015, end with the line. A list that was cut after a line looks complete.
    ///
    /// Options that hold secrets by their name are skipped, and no error quotes anything but what uci says itself.
    package init(reading output: ToolOutput) throws(ReadingError) {
        let answer = try ToolAnswer(output, of: "uci show")
        if output.starts(with: "uci: ".utf8) {
            throw answer.error(.failed, ReadingError.excerpt(output.dropFirst(5).prefix { $0 != UInt8(ascii: "\n") }))
        }
        self.init()
        var scanner = UCIScanner(answer)
        while let entry = try scanner.next() {
            guard values.count + types.count < ToolAnswer.mostRows else {
                throw answer.error(.tooLong, "more than \(ToolAnswer.mostRows) options")
            }
            guard !entry.isSecret else { continue }
            switch (entry.isOption, entry.values.count) {
            case (false, 1): types[entry.place] = entry.values[0]
            case (false, _): throw answer.error(.unreadable, at: "line \(entry.line)", "a section has one type")
            case (true, 1): values[entry.place] = .single(entry.values[0])
            case (true, _): values[entry.place] = .list(entry.values)
            }
        }
    }
}

/// Takes the output of `uci show` apart.
private struct UCIScanner {
    struct Entry {
        var line: Int
        /// `package.section` or `package.section.option`.
        var place: String
        var isOption: Bool
        /// At least one.
        var values: [String]

        /// Keys and passwords; `key` is one in `wireless` only, elsewhere it is a public one.
        var isSecret: Bool {
            guard isOption, let option = place.split(separator: ".").last?.lowercased() else { return false }
            return ["private", "secret", "preshared", "psk", "password", "passphrase"].contains { option.contains($0) }
                || option.hasPrefix("key") && place.hasPrefix("wireless.")
        }
    }

    private let answer: ToolAnswer
    private var rest: ToolOutput
    private var line = 1

    init(_ answer: ToolAnswer) {
        self.answer = answer
        rest = answer.output
    }

    /// Nil at the end.
    mutating func next() throws(ReadingError) -> Entry? {
        guard !rest.isEmpty else { return nil }
        let start = line
        guard let sign = rest.firstIndex(of: UInt8(ascii: "=")) else { throw failure("expected «=»") }
        let place = rest[..<sign]
        let names = place.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (2...3).contains(names.count), names.allSatisfy(Self.isName) else {
            throw failure("expected package.section.option")
        }
        rest = rest[(sign + 1)...]
        return Entry(
            line: start,
            place: String(decoding: place, as: UTF8.self),
            isOption: names.count == 3,
            values: try values()
        )
    }

    private mutating func values() throws(ReadingError) -> [String] {
        guard rest.first == UInt8(ascii: "'") else {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { throw cut() }
            defer { rest = rest[(end + 1)...] }
            line += 1
            return [String(decoding: rest[..<end], as: UTF8.self)]
        }
        var values = [try quoted()]
        while rest.first == UInt8(ascii: " ") {
            rest.removeFirst()
            values.append(try quoted())
        }
        guard let end = rest.first else { throw cut() }
        guard end == UInt8(ascii: "\n") else { throw failure("expected the line's end") }
        rest.removeFirst()
        line += 1
        return values
    }

    /// Text in single quotes, as the shell reads it.
    private mutating func quoted() throws(ReadingError) -> String {
        var value: [UInt8] = []
        guard let first = rest.popFirst() else { throw cut() }
        guard first == UInt8(ascii: "'") else { throw failure("expected «'»") }
        while true {
            guard let end = rest.firstIndex(of: UInt8(ascii: "'")) else { throw cut() }
            value += rest[..<end]
            rest = rest[(end + 1)...]
            guard rest.first == UInt8(ascii: "\\") else { break }
            guard rest.starts(with: "\\''".utf8) else { throw rest.count < 3 ? cut() : failure("expected «'\\''»") }
            value.append(UInt8(ascii: "'"))
            rest = rest.dropFirst(3)
        }
        line += value.count { $0 == UInt8(ascii: "\n") }
        return String(decoding: value, as: UTF8.self)
    }

    private func failure(_ message: String) -> ReadingError {
        answer.error(.unreadable, at: "line \(line)", message)
    }

    private func cut() -> ReadingError { answer.error(.cut, at: "line \(line)", "the value has no end") }

    /// `wireless`, `@peer[0]`, `cfg01ab2c`.
    private static func isName(_ name: ToolOutput) -> Bool {
        (1...80).contains(name.count)
            && name.allSatisfy { byte in
                byte.isDigit || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                    || [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "["), UInt8(ascii: "]")]
                        .contains(byte)
            }
    }
}

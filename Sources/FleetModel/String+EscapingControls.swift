extension String {
    /// This string for one line of a terminal: what could steer the terminal, or reorder the line, as `\n`, `\u{1b}`.
    ///
    /// Covers C0, DEL and C1, the line and paragraph separators, and Unicode's marks for the writing direction. Names
    /// of devices come from strangers.
    package var escapingControls: String {
        // Most names are ASCII, and those need no look at each scalar.
        if utf8.allSatisfy({ 0x20..<0x7f ~= $0 }) { return self }
        guard unicodeScalars.contains(where: \.steersTerminal) else { return self }
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            case "\t": escaped += "\\t"
            case _ where scalar.steersTerminal: escaped += "\\u{\(String(scalar.value, radix: 16))}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension Unicode.Scalar {
    /// Whether a terminal may obey it, or read on in the other direction.
    package var steersTerminal: Bool {
        switch value {
        case 0...0x1f, 0x7f...0x9f: true
        case 0x200e, 0x200f, 0x061c, 0x2028...0x202e, 0x2066...0x2069: true
        default: false
        }
    }
}

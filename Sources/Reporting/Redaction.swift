/// Takes secrets out of texts that are shown or stored.
package enum Redaction {
    private static let secretNames = ["privatekey", "presharedkey", "secret", "password", "passwd", "psk"]

    /// The text with the value of each setting whose name tells that it is secret replaced.
    ///
    /// Knows `Name=value` (networkd), `name "value";` (fastd), `option name 'value'` and `name: value`. A setting that
    /// names a file, such as `PrivateKeyFile=`, holds no secret.
    package static func text(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard let end = endOfSecretName(in: line) else { return String(line) }
            return line[..<end] + " <redacted>"
        }
        .joined(separator: "\n")
    }

    private static func endOfSecretName(in line: Substring) -> Substring.Index? {
        var start = line.startIndex
        while start < line.endIndex {
            guard let first = line[start...].firstIndex(where: isWord) else { return nil }
            let end = line[first...].firstIndex { !isWord($0) } ?? line.endIndex
            let word = line[first..<end].lowercased().filter { $0 != "_" }
            if secretNames.contains(word), end < line.endIndex { return end }
            start = end
        }
        return nil
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}

import FleetModel

/// One thing that is wrong in a file.
package struct ConfigError: Error, Sendable, Hashable, CustomStringConvertible {
    /// As the user named it.
    package var file: String
    /// Keys and positions (from 0) from the root, as in `gateways/gw04/domains/2`; empty for the whole file.
    package var path: String
    /// What is wrong and what would be right, without a final full stop.
    package var message: String

    /// What a file holds may be quoted, at any length.
    private static let longestMessage = 300
    private static let longestPath = 200

    package init(file: String, path: String, message: String) {
        self.file = file
        self.path = path
        self.message = Self.cut(message.escapingControls, at: Self.longestMessage)
    }

    /// The start of a text, in bytes.
    private static func cut(_ text: String, at most: Int) -> String {
        guard text.utf8.count > most else { return text }
        var start = ""
        for scalar in text.unicodeScalars {
            guard start.utf8.count + UTF8.width(scalar) <= most else { break }
            start.unicodeScalars.append(scalar)
        }
        return start + "…"
    }

    /// One line, safe for a terminal: `lab.yaml: gateways/gw04/domains/2: unknown domain «x», expected one of …`.
    package var description: String {
        let place = Self.cut(path, at: Self.longestPath)
        return [file, place, message].filter { !$0.isEmpty }.joined(separator: ": ").escapingControls
    }
}

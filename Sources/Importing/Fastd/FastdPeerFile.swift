import FleetModel

/// The file of one fastd peer: `key "<64 hex>";` among comments and other directives.
struct FastdPeerFile {
    enum Content {
        case key(String)
        /// Not a peer's file: it has no line with a key.
        case none
        /// A line with a key that fastd wouldn't take.
        case malformed(line: Int)
    }

    let content: Content
    /// Of a MAC address in a comment, `02caffee0001`.
    let node: String?

    init(_ bytes: [UInt8]) {
        var content = Content.none
        var node: String?
        let bytes = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes[...]
        // Comments may be in any encoding.
        let lines = bytes.split(omittingEmptySubsequences: false) { $0 == 0x0a || $0 == 0x0d }
        for (number, line) in lines.enumerated() {
            let text = String(decoding: line.drop { $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
            if text.hasPrefix("#") {
                node = node ?? Self.node(in: text)
            } else if case .none = content, Self.isKey(text) {
                content = Self.key(text).map { .key($0) } ?? .malformed(line: number + 1)
            }
        }
        self.content = content
        self.node = node
    }

    static func isKey(_ line: String) -> Bool {
        let line = line.drop(while: \.isWhitespace)
        guard line.hasPrefix("key") else { return false }
        return line.dropFirst(3).drop { $0 == " " || $0 == "\t" }.hasPrefix("\"") && line.dropFirst(3).first != "\""
            || line.hasPrefix("key\"")
    }

    private static func key(_ line: String) -> String? {
        let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return nil }
        let end = parts[2].drop { $0 == " " || $0 == "\t" }
        return end.hasPrefix(";") ? FastdKey.normalised(parts[1]) : nil
    }

    private static func node(in comment: String) -> String? {
        comment.split { !$0.isHexDigit && $0 != ":" && $0 != "-" }
            .lazy.filter { $0.contains(":") || $0.contains("-") }
            .compactMap { InventoryNodes.id(String($0)) }.first
    }
}

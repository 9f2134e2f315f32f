/// The lines of a fastd peer's file that matter: `key "<64 hex>";`.
enum FastdPeerLine {
    static func isKey(_ line: String) -> Bool { line.drop(while: \.isWhitespace).hasPrefix("key \"") }
}

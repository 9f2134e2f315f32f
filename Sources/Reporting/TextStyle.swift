/// How text for people may look where it is shown.
package struct TextStyle: Sendable, Hashable {
    /// Whether to use ANSI sequences.
    package var hasColor: Bool

    package init(hasColor: Bool) {
        self.hasColor = hasColor
    }

    /// Plain text, for files and pipes.
    package static let plain = TextStyle(hasColor: false)

    /// The style for a standard stream.
    ///
    /// - Parameters:
    ///   - isTerminal: whether the stream is one.
    ///   - environment: `NO_COLOR` and `TERM=dumb` are honoured; see no-color.org.
    package init(isTerminal: Bool, environment: [String: String]) {
        let isUnwanted = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        hasColor = isTerminal && !isUnwanted && environment["TERM"] != "dumb"
    }

    func heading(_ text: String) -> String {
        hasColor ? "\u{1b}[1m\(text)\u{1b}[0m" : text
    }
}

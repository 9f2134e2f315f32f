/// All that is wrong in a file, in the order of reading.
///
/// Never empty. A program that shows it exits with 64.
package struct ConfigErrors: Error, Sendable, Hashable, CustomStringConvertible {
    /// Errors beyond these are counted, not shown.
    private static let shownErrors = 100

    package var errors: [ConfigError]

    package init(_ errors: [ConfigError]) {
        self.errors = errors
    }

    /// One line each.
    package var description: String {
        var lines = errors.prefix(Self.shownErrors).map(\.description)
        if errors.count > Self.shownErrors {
            lines.append("… and \(errors.count - Self.shownErrors) more")
        }
        return lines.joined(separator: "\n")
    }
}

import FleetModel

/// What one exec printed, section by section.
///
/// A section stands between two lines that begin with a mark which the controller made up for this one exec: whatever
/// a device, or who named it, writes into a section, it can't end there.
package struct CollectedSections: Sendable {
    private struct Section: Sendable {
        var output: ToolOutput
        var status: Int
    }

    private var sections: [String: Section] = [:]

    /// Random letters and digits that no output holds by chance.
    package static func newMark() -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        return "@" + String((0..<24).compactMap { _ in letters.randomElement() })
    }

    /// Takes an output apart.
    ///
    /// - Throws: `ReadingError` if the output was cut, or isn't of the script with this mark.
    package init(_ output: [UInt8], mark: String) throws(ReadingError) {
        let mark = Array("\n\(mark) ".utf8)
        var rest = output[...]
        var open: (name: String, start: Int)?
        var isComplete = false
        while let found = rest.firstRange(of: mark) {
            let tail = output[found.upperBound...]
            guard let end = tail.firstIndex(of: UInt8(ascii: "\n")) else { break }
            let words = String(decoding: tail[..<end], as: UTF8.self).split(separator: " ").map(String.init)
            // The line feed after this line may be the one before the next mark.
            rest = output[end...]
            switch (words.first, words.count, open) {
            case ("begin", 2, nil): open = (words[1], end + 1)
            case ("end", 2, let section?):
                guard let status = Int(words[1]) else { throw Self.error(section.name, "has no exit status") }
                let output = section.start <= found.lowerBound ? output[section.start..<found.lowerBound] : []
                sections[section.name] = Section(output: output, status: status)
                open = nil
            case ("done", 1, nil): isComplete = true
            default: throw Self.error(open?.name ?? "the whole", "isn't in order")
            }
        }
        guard isComplete else { throw Self.error(open?.name ?? "the whole", "was cut off", .cut) }
    }

    private static func error(
        _ section: String,
        _ message: String,
        _ kind: ReadingError.Kind = .unreadable
    ) -> ReadingError {
        ReadingError(kind, tool: "collection", place: section, message: message)
    }

    /// The names of all sections, sorted.
    package var names: [String] { sections.keys.sorted() }

    /// The output of a section whose command succeeded.
    ///
    /// - Throws: `ReadingError` if there is no such section, or its command failed.
    package func output(of name: String) throws(ReadingError) -> ToolOutput {
        guard let section = sections[name] else { throw Self.error(name, "is missing") }
        switch section.status {
        case 0: return section.output
        case 127: throw Self.error(name, "a program that it needs is not installed there", .failed)
        default: throw Self.error(name, "the command failed with \(section.status)", .failed)
        }
    }

    /// How the section's command ended; nil if there is no such section.
    package func status(of name: String) -> Int? { sections[name]?.status }

    /// The output whatever the status; nil if there is no such section.
    package func anyOutput(of name: String) -> ToolOutput? { sections[name]?.output }
}

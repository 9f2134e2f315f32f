import FleetModel

/// Markdown with the tables of GitHub, which most wikis read.
extension Report {
    var markdown: String {
        let head = "# \(Self.escaped(title))\n\n\(TimeWords.text(takenAt))\n"
        let facts = facts.map { fact in
            let line = fact.value.line
            return "- \(Self.escaped(fact.key.replacing("_", with: " "))): \(line.isEmpty ? "-" : Self.escaped(line))\n"
        }
        return head + (facts.isEmpty ? "" : "\n" + facts.joined()) + sections.map(Self.markdown).joined()
    }

    private static func markdown(_ section: Section) -> String {
        let note = section.note.isEmpty ? "" : "\n\(escaped(section.note))\n"
        return "\n## \(escaped(section.title))\n\(note)\n\(markdown(section.listing))"
    }

    private static func markdown(_ listing: Listing) -> String {
        let shown = listing.shownColumns
        let headings = shown.map { escaped(listing.columns[$0].key.replacing("_", with: " ")) }
        let rules = shown.map { listing.isNumeric($0) ? "---:" : "---" }
        let rows = listing.rows.map { row in shown.map { row[$0].line }.map { $0.isEmpty ? "-" : escaped($0) } }
        return ([headings, rules] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    /// Text that Markdown shows as it is, in one line: no name of a device becomes a heading, a link or a tag.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.escapingControls {
            if #"\`*_{}[]<>()#+!|~&$"#.contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }
}

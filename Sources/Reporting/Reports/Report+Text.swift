import FleetModel

extension Report {
    func table(style: TextStyle) -> String {
        let head = style.heading(title.escapingControls) + "\n" + TimeWords.text(takenAt) + "\n"
        let facts = facts.isEmpty ? "" : "\n" + Details(facts.map { ($0.key, $0.value) }).table(style: style)
        return head + facts
            + sections.map { section in
                let note = section.note.isEmpty ? "" : section.note.escapingControls + "\n"
                return "\n" + style.heading(section.title.escapingControls) + "\n" + note
                    + section.listing.table(style: style)
            }.joined()
    }

    /// One object: `report`, `title`, `taken_at`, each fact, and each section as a list of objects.
    var json: String {
        var fields: [String: ReportValue] = [
            "report": .text(name), "title": .text(title), "taken_at": .text(TimeWords.text(takenAt)),
        ]
        for fact in facts { fields[fact.key] = fact.value }
        for section in sections { fields[section.key] = section.listing.value }
        return ReportValue.fields(fields).json
    }
}

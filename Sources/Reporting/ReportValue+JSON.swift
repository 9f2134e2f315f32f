extension ReportValue {
    /// JSON over several lines, with sorted keys and a final newline, fit for a terminal.
    package var json: String {
        var text = JSONText()
        text.value(self)
        return text.text()
    }
}

extension Listing {
    /// A list of objects.
    var json: String { rows.isEmpty ? "[]\n" : jsonPart(isFirst: true) + Self.jsonEnd }

    /// What comes after the last part.
    static let jsonEnd = "\n]\n"

    /// The objects of a longer list, with what stands before them; there is at least one.
    func jsonPart(isFirst: Bool) -> String {
        // Sorted and escaped once for all rows.
        let order = columns.indices.sorted { columns[$0].key < columns[$1].key }
        let heads = order.enumerated().map { place, index in JSONText.head(columns[index].key, isFirst: place == 0) }
        var text = JSONText()
        text.open("[")
        for row in rows {
            text.element()
            text.object(heads, order.lazy.map { row[$0] })
        }
        return text.part(isFirst: isFirst)
    }
}

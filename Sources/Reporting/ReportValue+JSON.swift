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
    var json: String { rows.isEmpty ? Self.emptyJSON : "[" + jsonPart.dropFirst() + Self.jsonEnd }

    static let emptyJSON = "[]\n"
    /// What comes after the last part.
    static let jsonEnd = "\n]\n"

    /// The objects of a longer list, each with a comma before it, where the first one of the list has a bracket; empty if
    /// there are none.
    var jsonPart: String {
        // Sorted and escaped once for all rows.
        let order = columns.indices.sorted { columns[$0].key < columns[$1].key }
        let heads = order.enumerated().map { place, index in JSONText.head(columns[index].key, isFirst: place == 0) }
        var text = JSONText()
        for row in rows { text.listed(heads, order.lazy.map { row[$0] }) }
        return text.part()
    }
}

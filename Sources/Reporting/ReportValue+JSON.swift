extension ReportValue {
    /// JSON over several lines, with sorted keys and a final newline, fit for a terminal.
    package var json: String {
        var text = JSONText()
        text.value(self)
        return text.text
    }
}

extension Listing {
    /// A list of objects.
    var json: String {
        // Sorted once for all rows.
        let order = columns.indices.sorted { columns[$0].key < columns[$1].key }
        var text = JSONText()
        text.open("[")
        for row in rows {
            text.element()
            text.open("{")
            for index in order {
                text.key(columns[index].key)
                text.value(row[index])
            }
            text.close("}")
        }
        text.close("]")
        return text.text
    }
}

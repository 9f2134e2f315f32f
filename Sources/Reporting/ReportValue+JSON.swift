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
    var json: String {
        // Sorted and escaped once for all rows.
        let order = columns.indices.sorted { columns[$0].key < columns[$1].key }
        let heads = order.enumerated().map { place, index in JSONText.head(columns[index].key, isFirst: place == 0) }
        return JSONText.list(count: rows.count) { index, text in
            text.object(heads, order.lazy.map { rows[index][$0] })
        }
    }
}

import FoundationEssentials

extension ToolAnswer {
    /// Decodes JSON; bytes that are not UTF-8 become U+FFFD first.
    func json<Value: Decodable>(_ type: Value.Type) throws(ReadingError) -> Value {
        let shape = JSONShape(output)
        guard !shape.isTooDeep else { throw error(.unreadable, "nests deeper than \(JSONShape.deepest) brackets") }
        guard !shape.isCut else {
            throw error(.cut, output.isEmpty ? "nothing was printed" : "the JSON ends too early")
        }
        do {
            // Blanks, so that the place of no error is behind the end.
            let text = String(decoding: output, as: UTF8.self) + "    "
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch let error as DecodingError {
            throw readingError(error)
        } catch let error as ReadingError {
            throw error
        } catch {
            throw notJSON()
        }
    }

    /// Decodes an array of at most `mostRows` elements.
    func rows<Row: Decodable>(of type: Row.Type) throws(ReadingError) -> [Row] {
        try json(JSONRows<Row>.self).rows
    }

    /// Makes a value of each row.
    ///
    /// Errors have the rows' place, the row's number and the member as place. Rows without value are left out.
    func values<Row, Value>(
        of rows: [Row],
        at place: String = "",
        _ make: (Row) throws(ValueError) -> Value?
    ) throws(ReadingError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(rows.count)
        for (index, row) in rows.enumerated() {
            do throws(ValueError) {
                if let value = try make(row) { values.append(value) }
            } catch {
                throw self.error(.unreadable, at: "\(place)/\(index)/\(error.name)", error.message)
            }
        }
        return values
    }

    private func readingError(_ error: DecodingError) -> ReadingError {
        switch error {
        case .keyNotFound(let key, let context):
            self.error(.unreadable, at: Self.place(context.codingPath + [key]), "is missing")
        case .typeMismatch(_, let context):
            self.error(.unreadable, at: Self.place(context.codingPath), "is of the wrong type")
        case .valueNotFound(_, let context):
            self.error(.unreadable, at: Self.place(context.codingPath), "is null")
        case .dataCorrupted(let context) where context.codingPath.isEmpty: notJSON()
        case .dataCorrupted(let context):
            self.error(
                .unreadable,
                at: Self.place(context.codingPath),
                // Only ours is without foreign text for sure.
                context.underlyingError is JSONLimit ? "too many rows" : "is out of range or malformed"
            )
        @unknown default: notJSON()
        }
    }

    private func notJSON() -> ReadingError {
        error(.unreadable, "is no JSON: «\(ReadingError.excerpt(output.prefix(40)))»")
    }

    /// `/4/tq`.
    private static func place(_ path: [any CodingKey]) -> String {
        path.map { "/" + ($0.intValue.map(String.init) ?? $0.stringValue) }.joined()
    }
}

/// What is wrong with a row, without which row it is.
struct ValueError: Error {
    var name: String
    var message: String
}

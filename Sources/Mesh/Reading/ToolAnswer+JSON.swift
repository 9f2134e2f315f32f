import FoundationEssentials

extension ToolAnswer {
    /// Decodes JSON; bytes that are not UTF-8 become U+FFFD first.
    func json<Value: Decodable>(_ type: Value.Type) throws(ReadingError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(String(decoding: output, as: UTF8.self).utf8))
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
        guard isCut else {
            return error(.unreadable, "is no JSON: «\(ReadingError.excerpt(output.prefix(40)))»")
        }
        return error(.cut, output.isEmpty ? "nothing was printed" : "the JSON ends too early")
    }

    /// Whether a bracket or string is still open at the end.
    private var isCut: Bool {
        var depth = 0
        var isInString = false
        var isEscaped = false
        var isAnything = false
        for byte in output {
            if !byte.isBlank { isAnything = true }
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return isInString || depth > 0 || !isAnything
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

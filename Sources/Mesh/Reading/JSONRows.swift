/// An array that is no longer than what is ever read.
struct JSONRows<Row: Decodable>: Decodable {
    var rows: [Row] = []

    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        if let count = container.count {
            guard count <= ToolAnswer.mostRows else {
                throw DecodingError.dataCorrupted(
                    DecodingError.Context(
                        codingPath: decoder.codingPath + [JSONLimit.Key.rows],
                        debugDescription: "",
                        underlyingError: JSONLimit()
                    )
                )
            }
            rows.reserveCapacity(count)
        }
        while !container.isAtEnd { rows.append(try container.decode(Row.self)) }
    }
}

/// An array or object has too many members.
struct JSONLimit: Error {
    enum Key: String, CodingKey {
        case rows
    }
}

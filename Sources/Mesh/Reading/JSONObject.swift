/// An object with members of one kind, whose names are data; `[]` stands for none, as Lua writes it.
struct JSONObject<Value: Decodable>: Decodable {
    var members: [String: Value] = [:]

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container: KeyedDecodingContainer<Name>
        do {
            container = try decoder.container(keyedBy: Name.self)
        } catch {
            guard let list = try? decoder.unkeyedContainer(), list.isAtEnd else { throw error }
            return
        }
        let names = container.allKeys
        guard names.count <= ToolAnswer.mostRows else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath + [JSONLimit.Key.rows],
                    debugDescription: "",
                    underlyingError: JSONLimit()
                )
            )
        }
        members.reserveCapacity(names.count)
        for name in names { members[name.stringValue] = try container.decode(Value.self, forKey: name) }
    }
}

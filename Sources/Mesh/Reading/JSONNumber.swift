/// A number that must fit; Foundation's own error for one that doesn't lacks the place.
struct JSONNumber<Value: Decodable>: Decodable {
    var value: Value

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            value = try container.decode(Value.self)
        } catch let error as DecodingError {
            throw error
        } catch {
            // Private to Foundation, and turned into a DecodingError without place further up.
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "doesn't fit")
        }
    }
}

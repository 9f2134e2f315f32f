/// Content of a file for other programs, with its keys in the order in which people read them.
indirect enum Document: Sendable, Hashable {
    struct Field: Sendable, Hashable {
        var key: String
        var value: Document

        init(_ key: String, _ value: Document) {
            self.key = key
            self.value = value
        }
    }

    case text(String)
    case number(Int)
    case decimal(Double)
    case boolean(Bool)
    case list([Document])
    case fields([Field])

    /// Fields without those that are nil.
    static func fields(_ pairs: [(String, Document?)]) -> Document {
        .fields(pairs.compactMap { key, value in value.map { Field(key, $0) } })
    }

    static func text(_ text: String?) -> Document? { text.map(Document.text) }

    static func number(_ number: Int?) -> Document? { number.map(Document.number) }

    static func texts(_ texts: [String]) -> Document { .list(texts.map(Document.text)) }
}

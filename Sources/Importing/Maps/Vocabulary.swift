/// Gives one copy of what many nodes have in common, such as models.
struct Vocabulary {
    private static let mostWords = 20_000

    private var words: Set<String> = []

    mutating func word(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        // Those are held without any memory of their own.
        guard text.utf8.count > 15, words.count < Self.mostWords else { return text }
        return words.insert(text).memberAfterInsert
    }
}

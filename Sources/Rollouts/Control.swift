/// A human's word to a rollout, as it was written down.
package struct Control: Sendable, Hashable, Codable {
    /// Grows; a rollout heeds each number once.
    package var sequence: Int
    package var word: ControlWord
    /// Who said it: `alice@laptop`.
    package var by: String

    package init(sequence: Int, word: ControlWord, by: String) {
        self.sequence = sequence
        self.word = word
        self.by = by
    }
}

import GRDB
import Rollouts

/// A row of `control`.
struct ControlRecord: StoredRecord {
    static let databaseTableName = "control"

    var rolloutId: String
    /// From 1, without gaps.
    var sequence: Int
    var word: ControlWord
    var by: String
    var at: Double

    var control: Control { Control(sequence: sequence, word: word, by: by) }
}

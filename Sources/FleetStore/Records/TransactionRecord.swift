import GRDB
import Planning
import Rollouts
import Transactions

/// A row of `device_transaction`: the last that a device told of a transaction.
struct TransactionRecord: StoredRecord {
    static let databaseTableName = "device_transaction"

    var id: String
    var host: String
    var scope: String
    var rolloutId: String
    var state: TransactionState
    var digest: String?
    var reportedAt: Double

    /// - Returns: nil for an entry in which no device tells its state.
    init?(_ entry: JournalEntry, time: Double) {
        guard case .observed(let operation, .reported(let report)) = entry, let unit = operation.unit else {
            return nil
        }
        id = report.id
        host = unit.host
        scope = report.scope
        rolloutId = report.rollout
        state = report.state
        digest = report.digests?.now
        reportedAt = time
    }
}

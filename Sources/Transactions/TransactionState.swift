/// The states of a transaction, as the device tells them.
package enum TransactionState: String, Sendable, Hashable, Codable, CaseIterable {
    case armed
    case applying
    case applied
    case confirmed
    case reverting
    case reverted
    /// Something differs from the snapshot although reverting has ended: needs a human.
    case revertFailed = "revert-failed"
}

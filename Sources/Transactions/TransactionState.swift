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

extension TransactionState {
    /// Whether the device does nothing more about it by itself.
    package var isAtEnd: Bool {
        switch self {
        case .confirmed, .reverted, .revertFailed: true
        case .armed, .applying, .applied, .reverting: false
        }
    }
}

import Transactions

extension UnitState {
    /// Where a unit stands after it was told to roll back.
    init(endOfRollback result: OperationResult) {
        switch result {
        case .reported(let report):
            switch report.state {
            case .reverted: self = .reverted(reason: report.reason)
            case .revertFailed: self = .revertFailed(differences: report.differences)
            case .reverting: self = .unaccounted(reason: "still reverting")
            case .armed, .applying, .applied: self = .applied
            case .confirmed: self = .confirmed
            }
        case .refused(let refusal): self = .unaccounted(reason: "refused: \(refusal.message)")
        case .failed(let reasons): self = .unaccounted(reason: reasons.joined(separator: "; "))
        case .unreachable(let reason), .unknown(let reason): self = .unaccounted(reason: reason)
        case .succeeded, .prepared, .measured, .judged, .gauged: self = .reverted(reason: "nothing to take back")
        }
    }
}

import Rollouts
import Transactions

extension OperationResult {
    /// For people, in a few words.
    var words: String {
        switch self {
        case .succeeded: "ok"
        case .prepared: "prepared"
        case .reported(let report):
            report.state.rawValue + (report.reason.isEmpty ? "" : ": \(report.reason)")
        case .refused(let refusal): "refused: \(refusal.message)"
        case .failed(let reasons): "failed: \(reasons.joined(separator: "; "))"
        case .unreachable(let reason): "unreachable: \(reason)"
        case .unknown(let reason): "unknown: \(reason)"
        }
    }

    /// Whether the device needs nothing more: neither a timer runs nor a step.
    var isAtRest: Bool {
        guard case .reported(let report) = self else { return false }
        switch report.state {
        case .confirmed, .reverted, .revertFailed: return true
        case .armed, .applying, .applied, .reverting: return false
        }
    }
}

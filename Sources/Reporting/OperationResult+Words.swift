import Mesh
import Rollouts
import Transactions

extension GateVerdict {
    /// As in `passed: nodes_lost 6 of 6, clients 11 of 12`.
    fileprivate var words: String {
        let values = lines.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        return "\(outcome.rawValue): \(outcome == .passed ? values : reason)"
    }
}

extension OperationResult {
    /// For people, in a few words.
    var words: String {
        switch self {
        case .succeeded: "ok"
        case .prepared: "prepared"
        case .measured(let baseline):
            "\(baseline.nodes.values.reduce(0) { $0 + $1.count }) nodes, \(baseline.clients.values.reduce(0, +)) clients"
        case .judged(let verdict): verdict.words
        case .gauged(let series):
            series.map {
                "\($0.way.tool.rawValue) \($0.way.from) to \($0.way.to) \($0.median?.description ?? "unknown")"
            }
            .joined(separator: ", ")
        case .reported(let report):
            report.state.rawValue + (report.reason.isEmpty ? "" : ": \(report.reason)")
        case .refused(let refusal): "refused: \(refusal.message)"
        case .failed(let reasons): "failed: \(reasons.joined(separator: "; "))"
        case .unreachable(let reason): "unreachable: \(reason)"
        case .unknown(let reason): "unknown: \(reason)"
        }
    }

    /// What a gate said; nil for what is no gate.
    var gate: GateVerdict? {
        if case .judged(let verdict) = self { verdict } else { nil }
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

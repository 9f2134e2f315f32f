import Mesh
import Planning
import Rollouts
import Transactions

extension JournalEntry {
    /// For people who look for a fault of the machine; nil for what a later entry tells as well.
    var brief: String? {
        switch self {
        case .started: "started"
        case .resumed: "resumed"
        case .intended(let operation): "→ \(operation.brief)"
        case .observed(let operation, let result): "← \(operation.brief): \(result.brief)"
        case .heard(let control): control.word.rawValue
        case .woke: nil
        case .progressed(let unit, let step): "\(unit) at step \(step)"
        case .entered(let phase, let wave): "phase \(phase), wave \(wave)"
        case .waiting(let pause): "waiting: \(pause)"
        case .turnedBack(let reason): "turned back: \(reason)"
        case .halted(let reason): "halted: \(reason)"
        case .pinged(let unit, let outage): "\(unit): \(outage.lost) pings lost"
        case .finished(let outcome): "finished: \(outcome.rawValue)"
        }
    }

    /// The unit that it is about.
    var unit: UnitID? {
        switch self {
        case .intended(let operation), .observed(let operation, _): operation.unit
        case .progressed(let unit, _): unit
        case .started, .resumed, .heard, .woke, .entered, .waiting, .turnedBack, .halted, .pinged, .finished: nil
        }
    }
}

extension Operation {
    fileprivate var brief: String {
        let number = attempt == 1 ? "" : " #\(attempt)"
        return "\(verb.word) \(unit?.description ?? "all")\(number)"
    }
}

extension OperationResult {
    fileprivate var brief: String {
        switch self {
        case .succeeded: "ok"
        case .prepared: "prepared"
        case .measured: "measured"
        case .gauged: "gauged"
        case .judged(let verdict): "\(verdict.outcome.rawValue): \(verdict.reason)"
        case .reported(let report): report.state.rawValue + (report.reason.isEmpty ? "" : " (\(report.reason))")
        case .refused(let refusal): "refused: \(refusal.message)"
        case .failed(let reasons): "failed: \(reasons.joined(separator: "; "))"
        case .unreachable(let reason): "unreachable: \(reason)"
        case .unknown(let reason): "unknown: \(reason)"
        }
    }
}

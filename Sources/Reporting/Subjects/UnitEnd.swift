import Rollouts
import Transactions

/// What became of a transaction, in the words of reports.
enum UnitEnd: String, CaseIterable {
    case done
    /// It needs a human.
    case failed
    /// Verified old: it went back, or was taken back.
    case returned
    /// Offline, and tried again later.
    case late
    /// Not at its end, or never begun: the list of devices says why.
    case open

    init(_ state: UnitState) {
        switch state {
        case .confirmed: self = .done
        case .reverted: self = .returned
        case .revertFailed, .unaccounted: self = .failed
        case .late: self = .late
        case .pending, .prepared, .beginning, .armed, .applied, .verified, .notBegun: self = .open
        }
    }

    /// nil for a report that ends nothing.
    init?(_ result: OperationResult) {
        guard case .reported(let report) = result else { return nil }
        switch report.state {
        case .confirmed: self = .done
        case .reverted: self = .returned
        case .revertFailed: self = .failed
        case .armed, .applying, .applied, .reverting: return nil
        }
    }

    var tint: Tint {
        switch self {
        case .done: .new
        case .failed: .failed
        case .returned: .returned
        case .late: .absent
        case .open: .old
        }
    }

    static let series = allCases.map { BarChart.Series($0.rawValue, $0.tint) }
}

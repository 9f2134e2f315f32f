import Planning
import Transactions

/// How long each unit took, read from a journal.
struct UnitTimes {
    /// From the first intent to the report that ended it.
    private(set) var seconds: [UnitID: Double] = [:]
    /// The digest of the last report.
    private(set) var digests: [UnitID: String] = [:]

    init(_ journal: [TimedEntry]) {
        var began: [UnitID: Double] = [:]
        for timed in journal {
            switch timed.entry {
            case .intended(let operation):
                guard let unit = operation.unit else { continue }
                switch operation.verb {
                case .begin: began[unit] = timed.time
                // A rollout's own way back counts into its unit's time, a rollback's begins here.
                case .rollback: began[unit] = began[unit] ?? timed.time
                case .check, .baseline, .gate, .measure, .prepare, .apply, .extend, .verify, .watchReturn, .confirm,
                    .observe, .drain, .undrain:
                    break
                }
            case .observed(let operation, .reported(let report)):
                guard let unit = operation.unit else { continue }
                digests[unit] = report.digests?.now ?? digests[unit]
                switch report.state {
                case .confirmed, .reverted, .revertFailed: seconds[unit] = began[unit].map { timed.time - $0 }
                case .armed, .applying, .applied, .reverting: break
                }
            case .observed, .started, .resumed, .heard, .woke, .progressed, .entered, .waiting, .turnedBack, .halted,
                .pinged, .finished:
                break
            }
        }
    }
}

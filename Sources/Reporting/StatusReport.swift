import Mesh
import Planning
package import Rollouts

/// Where a rollout stands, for people and for programs.
package struct StatusReport: Sendable {
    private let status: RolloutStatus
    private let lock: LockReport?

    /// - Parameters:
    ///   - status: read from a journal.
    ///   - lock: nil when no controller has the workspace for it.
    package init(_ status: RolloutStatus, lock: LockReport? = nil) {
        self.status = status
        self.lock = lock
    }

    /// One object: `id`, `state`, `reason`, `waiting` (for what, if it does), `lock` (null, or `owner`, `since`, `heartbeat`, `stale`) and `hosts`, each
    /// with `name`, `scope`, `part` (open or close), `state`, `seconds`, `deadline`, `lost_pings`, `longest_gap_ms`, `reason`, `digest`; and `throughput`, a list
    /// of what was measured before and after: see `ThroughputListing`.
    package var json: String {
        ReportValue.fields([
            "id": .text(status.id),
            "state": .text(status.word),
            "reason": ReportValue(status.reason),
            "waiting": ReportValue(status.pause?.words),
            "lock": lock?.value ?? .unknown,
            "hosts": .list(
                sorted.map { unit in
                    .fields([
                        "name": .text(unit.id.host),
                        "scope": .text(unit.id.scope),
                        "part": .text(unit.id.part?.rawValue ?? "open"),
                        "state": .text(unit.state.word),
                        "seconds": seconds(unit),
                        "deadline": ReportValue(unit.deadline),
                        // Where nobody pinged it is unknown, and not 0.
                        "lost_pings": ReportValue(unit.outage?.lost),
                        "longest_gap_ms": ReportValue(unit.outage?.longestGap),
                        "reason": ReportValue(unit.state.reason),
                        "digest": ReportValue(unit.digest),
                    ])
                }
            ),
            "throughput": throughput.value,
        ]).json
    }

    private var throughput: Listing { ThroughputListing.of(status.gains, names: status.nodeNames) }

    package func table(style: TextStyle) -> String {
        let columns = ["host", "scope", "state", "seconds", "deadline", "lost_pings", "longest_gap_ms", "reason"].map {
            Listing.Column($0)
        }
        let rows = sorted.map { unit -> [ReportValue] in
            [
                .text(unit.id.host), .text(unit.id.scope + (unit.id.part.map { " \($0.rawValue)" } ?? "")),
                .text(unit.state.word), seconds(unit),
                ReportValue(unit.deadline), ReportValue(unit.outage?.lost), ReportValue(unit.outage?.longestGap),
                ReportValue(unit.state.reason),
            ]
        }
        let waiting = status.pause.map { ", \($0.words)" } ?? ""
        let head = "rollout \(status.id): \(status.word)\(waiting)\n" + (lock.map { $0.line + "\n" } ?? "")
        let gains = status.gains.isEmpty ? "" : "\n" + throughput.text(as: .table, style: style)
        return head + Listing(columns: columns, rows: rows).text(as: .table, style: style) + gains
    }

    /// Failed undos stand first everywhere, then what else needs a human, then who is left.
    private var sorted: [RolloutStatus.Unit] {
        status.units.enumerated().sorted { ($0.element.state.rank, $0.offset) < ($1.element.state.rank, $1.offset) }
            .map(\.element)
    }

    private func seconds(_ unit: RolloutStatus.Unit) -> ReportValue {
        ReportValue(unit.seconds.map { Int($0.rounded()) })
    }
}

extension UnitState {
    fileprivate var rank: Int {
        switch self {
        case .revertFailed: 0
        case .unaccounted: 1
        case .late: 2
        case .pending, .prepared, .beginning, .armed, .applied, .verified, .confirmed, .notBegun, .reverted: 3
        }
    }
}

import Foundation

/// Who runs a rollout, for people and for programs.
package struct LockReport: Sendable, Hashable {
    private let owner: String
    private let since: Double
    private let heartbeat: Double
    private let isStale: Bool

    /// - Parameters:
    ///   - owner: `alice@laptop`.
    ///   - since: seconds since 1970.
    ///   - heartbeat: when the controller was last heard of, in seconds since 1970.
    ///   - isStale: whether it is silent for so long, or dead, that another may take over.
    package init(owner: String, since: Double, heartbeat: Double, isStale: Bool) {
        self.owner = owner
        self.since = since
        self.heartbeat = heartbeat
        self.isStale = isStale
    }

    /// One object: `owner`, `since` and `heartbeat` in ISO 8601, `stale`.
    package var value: ReportValue {
        .fields([
            "owner": .text(owner), "since": .text(TimeWords.text(since)), "heartbeat": .text(TimeWords.text(heartbeat)),
            "stale": .boolean(isStale),
        ])
    }

    /// One line without its end, safe for a terminal.
    package var line: String {
        let last = "last heard of at \(TimeWords.text(heartbeat))" + (isStale ? ", silent since" : "")
        return ReportValue.text("run by \(owner) since \(TimeWords.text(since)), \(last)").line
    }
}

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
            "owner": .text(owner), "since": .text(Self.time(since)), "heartbeat": .text(Self.time(heartbeat)),
            "stale": .boolean(isStale),
        ])
    }

    /// One line without its end, safe for a terminal.
    package var line: String {
        let last = "last heard of at \(Self.time(heartbeat))" + (isStale ? ", silent since" : "")
        return ReportValue.text("run by \(owner) since \(Self.time(since)), \(last)").line
    }

    private static func time(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }
}

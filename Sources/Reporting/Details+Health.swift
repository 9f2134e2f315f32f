package import Mesh

extension Details {
    /// What was said last of how something is, and how many seconds ago; both unknown before the first `umstieg health`.
    package static func health(
        _ last: (verdict: Verdict, takenAt: Int)?,
        now: Int
    ) -> [(key: String, value: ReportValue)] {
        [
            ("health", ReportValue(last?.verdict.rawValue)),
            ("health_age", ReportValue(last.map { max(now - $0.takenAt, 0) })),
        ]
    }
}

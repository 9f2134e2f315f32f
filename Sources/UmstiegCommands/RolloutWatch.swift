import FleetStore
import Rollouts

/// Follows a rollout by its journal, whoever runs it.
struct RolloutWatch {
    enum End: Sendable, Hashable {
        case finished(RolloutOutcome)
        /// It has no end, but nobody runs it.
        case abandoned
    }

    private static let interval = Duration.milliseconds(500)

    var journal: JournalStore
    var rollout: RolloutSummary
    var clock: any Clock<Duration> = ContinuousClock()

    /// - Parameter tell: gets each entry once, from the first one on.
    /// - Returns: when nothing more is to come.
    /// - Throws: `StoreError` or `CancellationError`.
    func follow(_ tell: (TimedEntry) -> Void) async throws -> End {
        var count = 0
        while true {
            let news = try journal.news(of: rollout.id, after: count)
            news.entries.forEach(tell)
            count += news.entries.count
            if let outcome = news.outcome { return .finished(outcome) }
            if rollout.isAbandoned(by: news.lock) { return .abandoned }
            try await clock.sleep(for: Self.interval)
        }
    }
}

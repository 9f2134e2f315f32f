package import Rollouts
import Synchronization

/// A journal in memory; the n-th entry's time is n.
package final class MemoryJournal: Journal {
    private let written = Mutex<[String: [TimedEntry]]>([:])

    package init() {}

    package func append(_ entry: JournalEntry, to rollout: String) async throws {
        written.withLock { written in
            let time = Double(written[rollout, default: []].count)
            written[rollout, default: []].append(TimedEntry(time: time, entry: entry))
        }
    }

    package func entries(of rollout: String) async throws -> [TimedEntry] {
        written.withLock { $0[rollout, default: []] }
    }
}

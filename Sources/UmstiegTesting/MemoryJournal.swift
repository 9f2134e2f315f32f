package import Rollouts
import Synchronization

/// A journal in memory.
package final class MemoryJournal: Journal {
    private let written = Mutex<[String: [TimedEntry]]>([:])

    package init() {}

    package func append(_ entry: TimedEntry, to rollout: String) async throws {
        written.withLock { $0[rollout, default: []].append(entry) }
    }

    package func entries(of rollout: String) async throws -> [TimedEntry] {
        written.withLock { $0[rollout, default: []] }
    }
}

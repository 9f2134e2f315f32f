import Synchronization

/// Changes that are to be written soon, so that no node waits for a disk.
///
/// Holds the last change of each row only, and so no more than there are keys.
package final class WriteBehind: Sendable {
    private let database: KeyDatabase
    private let waiting = Mutex<[KeyDatabase.Name: KeyDatabase.Change]>([:])
    /// Rows that wait at most while the disk refuses; later ones are lost to the database until they change again.
    private let capacity: Int

    package init(_ database: KeyDatabase, capacity: Int = 1_000_000) {
        self.database = database
        self.capacity = capacity
    }

    package var count: Int { waiting.withLock { $0.count } }

    package func add(_ change: KeyDatabase.Change, to name: KeyDatabase.Name) {
        waiting.withLock { waiting in
            guard waiting.count < capacity || waiting[name] != nil else { return }
            waiting[name] = change
        }
    }

    /// Writes what is waiting; puts it back if that fails, but for rows that have changed meanwhile.
    package func flush() async throws(KeyDatabaseError) {
        let changes = waiting.withLock { waiting in
            defer { waiting = [:] }
            return waiting
        }
        guard !changes.isEmpty else { return }
        do throws(KeyDatabaseError) {
            try await database.write(changes)
        } catch {
            waiting.withLock { $0.merge(changes) { newer, _ in newer } }
            throw error
        }
    }
}

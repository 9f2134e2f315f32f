extension LockedJournal {
    /// Runs `body` with heartbeats beside it, and lets go of the lock when it has ended, however it has.
    ///
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws; or `LockLost`, when another has taken the lock: `body` is cancelled then.
    package func withHeartbeat<Value: Sendable>(
        every interval: Duration = .seconds(10),
        clock: any Clock<Duration> = ContinuousClock(),
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        // What a lock that stays behind means is told by the next one who wants it: its holder is silent or dead.
        defer { try? release() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await body() }
            group.addTask {
                try await beat(every: interval, clock: clock)
                return nil
            }
            while let ended = try await group.next() {
                if let value = ended { return value }
            }
            throw CancellationError()
        }
    }

    /// Sends heartbeats until it is cancelled.
    ///
    /// One that can't be written is left out: the body's own next entry can't be either, and says why.
    ///
    /// - Throws: `LockLost`.
    package func beat(every interval: Duration = .seconds(10), clock: any Clock<Duration>) async throws(LockLost) {
        while !Task.isCancelled {
            do {
                try await clock.sleep(for: interval)
                try heartbeat()
            } catch let lost as LockLost {
                throw lost
            } catch {
                continue
            }
        }
    }
}

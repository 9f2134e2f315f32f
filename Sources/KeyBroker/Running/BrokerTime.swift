import Glibc

/// The time, as a broker sees it; tests put their own in its place.
package struct BrokerTime: Sendable {
    /// Seconds since 1970.
    package var now: @Sendable () -> Int
    /// Since any moment, on a clock that doesn't jump.
    package var elapsed: @Sendable () -> Duration
    package var sleep: @Sendable (Duration) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Int,
        elapsed: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.elapsed = elapsed
        self.sleep = sleep
    }

    package static var system: BrokerTime {
        let clock = ContinuousClock()
        let start = clock.now
        return BrokerTime(
            now: { time(nil) },
            elapsed: { clock.now - start },
            sleep: { try await clock.sleep(for: $0) }
        )
    }
}

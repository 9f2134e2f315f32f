import Glibc
import Synchronization

/// Reads inputs one after the other, and lets others see which one it is at.
///
/// Time is the thread's own: on a busy machine a reading may have to wait for a processor longer than it takes.
final class FuzzWorker: Sendable {
    /// Number of the target.
    let target = Atomic(0)
    /// Of the input.
    let number = Atomic(0)
    /// Nanoseconds of processor time at the reading's start; 0 between readings.
    private let since = Atomic<UInt64>(0)
    private let clock = Atomic(CLOCK_THREAD_CPUTIME_ID)

    /// Called by the thread that reads.
    func begin(target index: Int) {
        var clock = CLOCK_THREAD_CPUTIME_ID
        pthread_getcpuclockid(pthread_self(), &clock)
        self.clock.store(clock, ordering: .relaxed)
        target.store(index, ordering: .relaxed)
    }

    func begin(input: Int) {
        number.store(input, ordering: .relaxed)
        since.store(max(Self.time(on: CLOCK_THREAD_CPUTIME_ID) ?? 1, 1), ordering: .releasing)
    }

    func end() { since.store(0, ordering: .releasing) }

    /// Nanoseconds of processor time of the reading that is going on; nil if there is none.
    var elapsed: UInt64? {
        let start = since.load(ordering: .acquiring)
        guard start != 0, let now = Self.time(on: clock.load(ordering: .relaxed)) else { return nil }
        return now > start ? now - start : 0
    }

    private static func time(on clock: clockid_t) -> UInt64? {
        var time = timespec()
        guard clock_gettime(clock, &time) == 0 else { return nil }
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

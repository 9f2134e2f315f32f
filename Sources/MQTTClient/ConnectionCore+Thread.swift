import Glibc
import Synchronization

extension ConnectionCore {
    /// Connects again and again, until it is asked to end.
    func run() {
        var backoff = Backoff(options.backoff)
        var families = AddressFamilies.all
        while !isEnding {
            do throws(AttemptFailure) {
                var attempt = try ConnectionAttempt(self, over: families)
                defer { if attempt.stoodLong { backoff.reset() } }
                try attempt.run()
                break
            } catch {
                defer { families = families.next }
                lose(error.reason, isNews: families == .all || !error.isImmediate)
                // The host has no such address, or a retry costs nothing: the turn of all addresses has the pause.
                guard families == .all || !error.isImmediate else { continue }
                pause(backoff.next())
            }
        }
        finish()
    }

    private var isEnding: Bool { state.withLock { $0.ending != nil } }

    /// Forgets the connection, and tells all who wait for it.
    private func lose(_ reason: String, isNews: Bool) {
        state.withLock { state in
            state.sender = nil
            state.outbox.fail(.lost(reason))
        }
        if isNews { onEvent(.lost(reason)) }
    }

    private func pause(_ duration: Duration) {
        let end = ContinuousClock.now + duration
        while !isEnding, ContinuousClock.now < end {
            var ring = pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0)
            poll(&ring, 1, (end - .now).pollTimeout)
            bell.clear()
        }
    }

    /// Tells all who wait that the thread is over.
    func finish() {
        let waiting = state.withLock { state in
            state.stage = .over
            state.sender = nil
            state.outbox.fail(.lost("stopped"))
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

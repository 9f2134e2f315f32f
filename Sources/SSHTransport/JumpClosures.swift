import Synchronization
import Transport

/// Jump hosts that didn't answer a moment ago: they are tried last, so that not each of a hundred nodes waits for them.
final class JumpClosures: Sendable {
    private static let period = Duration.seconds(60)

    private let until = Mutex<[Endpoint: ContinuousClock.Instant]>([:])

    /// The ways whose jump hosts answer first; otherwise in their order.
    func sorted(_ ways: [Endpoint]) -> [Endpoint] {
        let now = ContinuousClock.now
        let closed = until.withLock { until in
            until = until.filter { $0.value > now }
            return Set(until.keys)
        }
        let isClosed = { (way: Endpoint) in way.jumps.contains { closed.contains($0) } }
        return ways.filter { !isClosed($0) } + ways.filter(isClosed)
    }

    func note(_ error: TransportError, on way: Endpoint) {
        guard error.leavesOtherWays, let jump = way.jumps.first(where: { $0.name == error.jump }) else { return }
        until.withLock { $0[jump] = .now + Self.period }
    }
}

import NIOCore
import Transport

/// Lets a bounded number of tasks in, in the order of their arrival.
///
/// With a capacity of 1 it is a FIFO lock.
///
/// `@unchecked Sendable`: confined to one event loop.
final class Turnstile: @unchecked Sendable {
    private(set) var capacity: Int
    private(set) var inside = 0
    private var queue: [UInt64] = []
    private var nextTicket: UInt64 = 0
    private var broken: TransportError?
    private let changed = WaitList()
    /// When someone last came in or went out.
    private var movedAt = NIODeadline.now()

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Waits for a place.
    ///
    /// Whoever comes in calls `leave` once.
    ///
    /// - Throws: why the effort was stopped, or why the turnstile broke.
    func enter(_ effort: Effort) async throws(TransportError) {
        _ = try await enter(effort, patience: nil)
    }

    /// Waits for a place, unless nobody moves.
    ///
    /// - Parameters:
    ///   - effort: whose deadline counts.
    ///   - patience: how long those inside may stay; nil for as long as they like.
    /// - Returns: false if they have stayed longer, and there is no place; then `leave` must not be called.
    /// - Throws: why the effort was stopped, or why the turnstile broke.
    func enter(_ effort: Effort, patience: TimeAmount?) async throws(TransportError) -> Bool {
        let ticket = nextTicket
        nextTicket += 1
        queue.append(ticket)
        if inside >= capacity || queue.first != ticket {
            effort.onStop { self.changed.wake() }
        }
        while true {
            if let error = effort.error ?? broken {
                queue.removeAll { $0 == ticket }
                changed.wake()
                throw error
            }
            if queue.first == ticket, inside < capacity {
                queue.removeFirst()
                inside += 1
                movedAt = .now()
                changed.wake()
                return true
            }
            if let patience {
                guard NIODeadline.now() < movedAt + patience else {
                    queue.removeAll { $0 == ticket }
                    changed.wake()
                    return false
                }
                effort.loop.scheduleTask(deadline: movedAt + patience) { self.changed.wake() }
            }
            await changed.wait()
        }
    }

    func leave() {
        inside -= 1
        movedAt = .now()
        changed.wake()
    }

    /// Lowers the capacity to what turned out to be possible, never below 1.
    func shrink(to capacity: Int) {
        self.capacity = max(1, min(self.capacity, capacity))
    }

    /// Sends everyone away who waits or comes.
    func breakDown(_ error: TransportError) {
        broken = broken ?? error
        changed.wake()
    }
}

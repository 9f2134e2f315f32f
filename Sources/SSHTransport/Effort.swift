import NIOCore
import Transport

/// One bounded piece of work: how long it may take, which phase it is in, and why it was stopped.
///
/// `@unchecked Sendable`: confined to one event loop; `cancel` alone may be called from anywhere. How it ended is read by
/// whoever began it, once the work is over.
final class Effort: @unchecked Sendable {
    let host: String
    let limit: Duration
    let loop: any EventLoop
    /// What a passed deadline names: `connect`, `key exchange`, `login`, `command`.
    var phase: String
    /// Said after the phase when the deadline passes, such as how often a busy server hung up.
    var remark = ""
    /// There can be no other session of the jump host: it has to wait its turn in that one.
    let waitsItsTurn: Bool
    /// It met a session in which nothing can be opened for now.
    var isBlocked = false
    private(set) var error: TransportError?
    private var timer: Scheduled<Void>?
    private var deadline: NIODeadline?
    private var stopHandlers: [() -> Void] = []

    init(host: String, limit: Duration, phase: String, loop: any EventLoop, waitsItsTurn: Bool = false) {
        self.waitsItsTurn = waitsItsTurn
        self.host = host
        self.limit = limit
        self.phase = phase
        self.loop = loop
    }

    /// Starts the clock; `finish` must follow.
    func start() {
        let end = NIODeadline.now() + TimeAmount(limit)
        deadline = end
        timer = loop.scheduleTask(deadline: end) { self.expire() }
    }

    /// Stops the clock and lets go of everything that waited for a stop.
    func finish() {
        timer?.cancel()
        timer = nil
        stopHandlers = []
    }

    /// What is left until the deadline; all of the limit before `start`.
    var remaining: Duration {
        guard let deadline else { return limit }
        return .nanoseconds(max(0, (deadline - NIODeadline.now()).nanoseconds))
    }

    func stop(_ error: TransportError) {
        guard self.error == nil else { return }
        self.error = error
        let handlers = stopHandlers
        stopHandlers = []
        for handler in handlers { handler() }
    }

    /// Calls the handler when the effort is stopped, at once if it has been.
    func onStop(_ handler: @escaping () -> Void) {
        if error == nil { stopHandlers.append(handler) } else { handler() }
    }

    /// For a task's cancellation handler; any thread.
    func cancel() {
        loop.execute { self.stop(TransportError(.cancelled, host: self.host, message: "cancelled")) }
    }

    func check() throws(TransportError) {
        if let error { throw error }
    }

    private func expire() {
        stop(TransportError(.timedOut, host: host, message: "timed out after \(limit.brief) in \(phase)\(remark)"))
    }
}

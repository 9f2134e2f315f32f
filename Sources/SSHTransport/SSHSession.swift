import CLibSSH2
import NIOCore
import Transport

/// One SSH session, from its first byte on, pinned to an event loop together with all that it uses.
///
/// Any call of libssh2 may take packets that belong to another task's channel. So a call that moved the wire wakes
/// everyone and is tried again before its task sleeps (`attempt`).
actor SSHSession {
    nonisolated let loop: any EventLoop
    /// The endpoint's name, for errors.
    nonisolated let name: String
    let wire: Wire
    let handle: SessionHandle
    /// libssh2 keeps the state of an opening channel, and of a login, in the session: one at a time.
    let opening = Turnstile(capacity: 1)
    let slots = Turnstile(capacity: HostQuirks.usualCommandsAtOnce)
    /// Where channel reads go first.
    var scratch: [UInt8] = []
    /// The login methods that the host named, once it was asked.
    var methods: [String]?
    private var keepalive: RepeatedTask?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }

    /// `wire`: not yet attached to a carrier.
    init(name: String, wire: Wire, loop: any EventLoop) throws(TransportError) {
        self.name = name
        self.loop = loop
        self.wire = wire
        handle = try SessionHandle(wire: wire)
        let opening = opening
        let slots = slots
        wire.onFailure {
            let error = wire.lost
            opening.breakDown(error)
            slots.breakDown(error)
        }
    }

    // On the event loop: the carrier may be calling the wire.
    isolated deinit {
        keepalive?.cancel()
    }

    var isAlive: Bool { wire.failure == nil && !wire.ended }

    /// Calls libssh2 until it no longer answers "would block".
    ///
    /// - Returns: what the call returned, an error of libssh2's as its negative number.
    /// - Throws: why the effort was stopped or the wire failed.
    func attempt(_ effort: Effort, _ call: (OpaquePointer) -> Int) async throws(TransportError) -> Int {
        effort.onStop { [activity = wire.activity] in activity.wake() }
        while true {
            try effort.check()
            if let failure = wire.failure { throw failure }
            let (outcome, moved) = step(call)
            if outcome != LibSSH2.wouldBlock { return outcome }
            if !moved { await wire.activity.wait() }
        }
    }

    /// One call of libssh2, its output flushed, and all others woken if it took input.
    func step(_ call: (OpaquePointer) -> Int) -> (outcome: Int, moved: Bool) {
        let before = wire.delivered
        let outcome = call(handle.pointer)
        wire.flush()
        let moved = wire.delivered != before
        if moved { wire.activity.wake() }
        return (outcome, moved)
    }

    /// The error for a libssh2 result that ends the session or the work at hand.
    func error(_ outcome: Int, doing work: String) -> TransportError {
        if let failure = wire.failure { return failure }
        switch Int32(truncatingIfNeeded: outcome) {
        case LIBSSH2_ERROR_SOCKET_RECV, LIBSSH2_ERROR_SOCKET_SEND, LIBSSH2_ERROR_SOCKET_DISCONNECT,
            LIBSSH2_ERROR_BANNER_RECV, LIBSSH2_ERROR_BANNER_SEND:
            let error = wire.lost
            wire.fail(error)
            return error
        case LIBSSH2_ERROR_CHANNEL_FAILURE, LIBSSH2_ERROR_CHANNEL_REQUEST_DENIED:
            return TransportError(.protocolError, host: name, message: "the host refused while \(work)")
        default:
            let words = handle.lastError
            return TransportError(.protocolError, host: name, message: "\(words) (\(outcome)) while \(work)")
        }
    }

    /// Says good-bye if it still can; running commands throw `.connectionLost`.
    func close() {
        keepalive?.cancel()
        keepalive = nil
        guard wire.failure == nil else { return }
        if !wire.ended { _ = step { Int(libssh2_session_disconnect_ex($0, 11, "closed", "")) } }
        wire.fail(TransportError(.connectionLost, host: name, message: "connection closed"))
    }

    // MARK: Keepalive

    /// Asks a silent host for a sign of life every interval, and gives it up after three without any.
    ///
    /// - Parameter interval: whole seconds, at least 2.
    func startKeepalive(every interval: Duration) {
        libssh2_keepalive_config(handle.pointer, 1, 1)
        let amount = TimeAmount(interval)
        keepalive = loop.scheduleRepeatedTask(initialDelay: amount, delay: amount) { [weak self] task in
            guard let self else { return task.cancel() }
            self.assumeIsolated { $0.checkLife(interval: interval) }
        }
    }

    private func checkLife(interval: Duration) {
        let silence = Duration.nanoseconds((NIODeadline.now() - wire.lastReceived).nanoseconds)
        guard silence < interval * 3.5 else {
            wire.fail(
                TransportError(
                    .connectionLost,
                    host: name,
                    message: "connection lost: nothing heard for \(Duration.seconds(silence.components.seconds).brief)"
                )
            )
            return
        }
        guard silence > interval * 0.5 else { return }
        _ = step { Int(libssh2_keepalive_send($0, nil)) }
    }
}

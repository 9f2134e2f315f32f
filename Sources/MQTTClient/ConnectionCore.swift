import Glibc
import Synchronization

/// What a connection's thread and its callers share.
final class ConnectionCore: Sendable {
    enum Ending {
        /// Says these, and goodbye.
        case politely([MQTTMessage])
        /// As if the process had died: the server delivers the last will.
        case silently
    }

    struct State {
        enum Stage { case new, running, over }

        var stage = Stage.new
        var ending: Ending?
        /// Whom to tell that the thread is over.
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// Takes messages; nil unless ready.
        var sender: MosquittoHandle?
        var outbox = Outbox()
        var dropped = 0
    }

    let options: MQTTOptions
    let onEvent: @Sendable (MQTTEvent) -> Void
    let bell: Doorbell
    let state = Mutex(State())

    init(_ options: MQTTOptions, onEvent: @escaping @Sendable (MQTTEvent) -> Void) throws(MQTTError) {
        try options.check()
        // What libmosquitto refuses is known before the first attempt.
        _ = try MosquittoHandle(options)
        self.options = options
        self.onEvent = onEvent
        bell = try Doorbell()
    }

    func start() {
        let isFirst = state.withLock { state in
            guard state.stage == .new else { return false }
            state.stage = .running
            return true
        }
        guard isFirst else { return }
        let core = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<ConnectionCore>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            },
            core.toOpaque()
        )
        guard code == 0 else {
            core.release()
            onEvent(.lost("no thread for the connection: \(String(cString: strerror(code)))"))
            finish()
            return
        }
        pthread_detach(thread)
    }

    /// Queues a message; `answer` is resumed when it is settled, unless this throws.
    func send(
        _ message: MQTTMessage,
        deadline: ContinuousClock.Instant? = nil,
        answer: Outbox.Answer? = nil
    ) throws(MQTTError) {
        // Under the lock, so that an acknowledgement can't be looked up before the message is noted.
        try state.withLock { state throws(MQTTError) in
            guard let sender = state.sender else { throw .notReady }
            try state.queue(message, on: sender, deadline: deadline, answer: answer)
        }
        bell.ring()
    }

    /// Asks the thread to end.
    func end(_ ending: Ending) {
        state.withLock { $0.ending = $0.ending ?? ending }
        bell.ring()
    }

    /// Waits until the thread is over.
    func ended() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard state.stage == .running else {
                    state.stage = .over
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}

extension ConnectionCore.State {
    mutating func queue(
        _ message: MQTTMessage,
        on handle: MosquittoHandle,
        deadline: ContinuousClock.Instant? = nil,
        answer: Outbox.Answer? = nil
    ) throws(MQTTError) {
        guard outbox.hasRoom(for: message) else { throw .full }
        let id: Int32
        do throws(LibraryFailure) {
            id = try handle.publish(message)
        } catch {
            throw error.isNoConnection ? .notReady : .unusable(error.words)
        }
        outbox.add(id, bytes: message.payload.count, deadline: deadline, answer: answer)
    }
}

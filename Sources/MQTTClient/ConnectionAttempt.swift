import Glibc
import Synchronization

/// One connection, from its first packet to its end; lives on the connection's thread.
struct ConnectionAttempt {
    enum Stage: Equatable {
        /// TCP's handshake.
        case dialling
        /// TLS's handshake, and MQTT's.
        case greeting
        case subscribing
        case ready
        /// Waits for the last words to be taken.
        case leaving
    }

    let core: ConnectionCore
    private let handle: MosquittoHandle
    private(set) var stage = Stage.dialling
    /// When this stage has taken too long.
    private var deadline: ContinuousClock.Instant? = .now + .seconds(2)
    private var readySince: ContinuousClock.Instant?

    init(_ core: ConnectionCore, over families: AddressFamilies) throws(AttemptFailure) {
        self.core = core
        do throws(MQTTError) {
            handle = try MosquittoHandle(core.options)
        } catch {
            throw AttemptFailure(reason: "\(error)")
        }
        do throws(LibraryFailure) {
            try handle.connect(core.options, over: families)
        } catch {
            throw AttemptFailure(reason: "\(error.words): \(core.options.place)", isImmediate: true)
        }
    }

    /// Whether it was useful, so that the next attempt needs no pause: servers drop clients whose id is used twice again
    /// and again.
    var stoodLong: Bool { readySince.map { ContinuousClock.now - $0 > .seconds(5) } ?? false }

    /// Returns when it was told to end.
    mutating func run() throws(AttemptFailure) {
        var mayHaveMore = false
        while try !isOver() {
            let ready = wait(atMost: mayHaveMore ? .zero : patience)
            var failure: LibraryFailure?
            do throws(LibraryFailure) {
                mayHaveMore = try exchange(ready, again: mayHaveMore)
            } catch {
                failure = error
            }
            // Also before a failure: it may follow from what the server said.
            for event in handle.takeEvents() { try take(event) }
            if let failure {
                guard stage != .leaving else { return }
                throw AttemptFailure(reason: words(for: failure))
            }
            core.state.withLock { $0.outbox.expire(at: .now) }
        }
    }

    /// Reads and writes what is possible, and returns whether there may be more to read.
    private mutating func exchange(_ ready: Int16, again: Bool) throws(LibraryFailure) -> Bool {
        if stage == .dialling, ready != 0 { enter(.greeting, for: .seconds(10)) }
        let more = again || ready != 0 ? try handle.read() : false
        if handle.wantsToWrite { try handle.write() }
        if handle.socket >= 0 { try handle.keepAlive() }
        return more
    }

    private mutating func isOver() throws(AttemptFailure) -> Bool {
        if handle.socket < 0 {
            guard stage == .leaving else { throw AttemptFailure(reason: closedWords) }
            return true
        }
        if let ending = core.state.withLock(\.ending), stage != .leaving {
            guard stage == .ready, case .politely(let last) = ending else { return true }
            leave(saying: last)
        }
        let isLate = deadline.map { $0 <= .now } ?? false
        if stage == .leaving {
            if isLate { return true }
            if core.state.withLock(\.outbox.isEmpty) {
                // Its packet is written by the next round, which closes the socket.
                try? handle.disconnect()
            }
            return false
        }
        if isLate { throw AttemptFailure(reason: lateWords) }
        return false
    }

    private mutating func enter(_ stage: Stage, for limit: Duration?) {
        self.stage = stage
        deadline = limit.map { .now + $0 }
    }

    private mutating func leave(saying last: [MQTTMessage]) {
        enter(.leaving, for: .seconds(2))
        core.state.withLock { state in
            state.sender = nil
            for message in last { try? state.queue(message, on: handle) }
        }
    }

    private mutating func take(_ event: MosquittoEvent) throws(AttemptFailure) {
        switch event {
        case .answered(0):
            guard !core.options.subscriptions.isEmpty else { return becomeReady() }
            stage = .subscribing
            do throws(LibraryFailure) {
                try handle.subscribe(core.options.subscriptions)
            } catch {
                throw AttemptFailure(reason: words(for: error))
            }
        case .answered(let code): throw AttemptFailure(reason: core.options.words(forRefusal: code))
        case .granted(let qualities):
            let filters = core.options.subscriptions
            guard qualities.count == filters.count else {
                throw AttemptFailure(
                    reason: "the server answers \(filters.count) subscriptions with \(qualities.count)"
                )
            }
            if let refused = zip(filters, qualities).first(where: { !(0...2).contains($0.1) }) {
                throw AttemptFailure(reason: "\(core.options.place) refuses the subscription «\(refused.0)»")
            }
            if stage == .subscribing { becomeReady() }
        case .sent(let id): core.state.withLock { $0.outbox.settle(id) }
        case .message(let message): core.onEvent(.message(message))
        case .oversized: core.state.withLock { $0.dropped += 1 }
        }
    }

    private mutating func becomeReady() {
        enter(.ready, for: nil)
        readySince = .now
        core.state.withLock { $0.sender = handle }
        core.onEvent(.ready)
    }

    // MARK: Waiting

    /// Until something is due: a deadline, or libmosquitto's look at its keepalive, which counts in seconds.
    private var patience: Duration {
        let due = [deadline, core.state.withLock(\.outbox.nextDeadline)].compactMap(\.self).min()
        return min(.seconds(1), due.map { $0 - .now } ?? .seconds(1))
    }

    /// Waits for the socket or the bell, and returns what the socket is ready for.
    private func wait(atMost limit: Duration) -> Int16 {
        var files = [
            pollfd(fd: handle.socket, events: wanted, revents: 0),
            pollfd(fd: core.bell.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        poll(&files, 2, limit == .zero ? 0 : limit.pollTimeout)
        if files[1].revents != 0 { core.bell.clear() }
        return files[0].revents
    }

    private var wanted: Int16 {
        switch stage {
        // Connected, or not: either makes it writable.
        case .dialling: Int16(POLLOUT)
        // In the middle of TLS's handshake libmosquitto says that it wants to write when it doesn't.
        case .greeting where core.options.tls != nil: Int16(POLLIN)
        case .greeting, .subscribing, .ready, .leaving: Int16(handle.wantsToWrite ? POLLIN | POLLOUT : POLLIN)
        }
    }
}

/// Messages that were given to libmosquitto and that the server hasn't taken yet, with who waits for them.
struct Outbox {
    /// Far below 65,535, so that an id is free again when its turn comes.
    static let mostMessages = 16_384
    static let mostBytes = 32 << 20

    typealias Answer = CheckedContinuation<Result<Void, MQTTError>, Never>

    private struct Waiting {
        var bytes: Int
        var deadline: ContinuousClock.Instant?
        var answer: Answer?
    }

    private var waiting: [Int32: Waiting] = [:]
    private var bytes = 0
    /// No deadline passes before.
    private(set) var nextDeadline: ContinuousClock.Instant?

    var isEmpty: Bool { waiting.isEmpty }

    func hasRoom(for message: MQTTMessage) -> Bool {
        waiting.count < Self.mostMessages && bytes + message.payload.count <= Self.mostBytes
    }

    mutating func add(
        _ messageID: Int32,
        bytes count: Int,
        deadline: ContinuousClock.Instant? = nil,
        answer: Answer? = nil
    ) {
        settle(messageID, .failure(.timedOut))
        waiting[messageID] = Waiting(bytes: count, deadline: deadline, answer: answer)
        bytes += count
        if let deadline { nextDeadline = min(nextDeadline ?? deadline, deadline) }
    }

    /// Takes out a message that is on its way no more.
    mutating func settle(_ messageID: Int32, _ result: Result<Void, MQTTError> = .success(())) {
        guard let message = waiting.removeValue(forKey: messageID) else { return }
        bytes -= message.bytes
        message.answer?.resume(returning: result)
    }

    /// Tells those whose time is over; their messages stay, for they may still arrive.
    mutating func expire(at now: ContinuousClock.Instant) {
        guard let due = nextDeadline, due <= now else { return }
        nextDeadline = nil
        for (id, message) in waiting {
            guard let deadline = message.deadline else { continue }
            if deadline <= now {
                waiting[id]?.answer = nil
                waiting[id]?.deadline = nil
                message.answer?.resume(returning: .failure(.timedOut))
            } else {
                nextDeadline = min(nextDeadline ?? deadline, deadline)
            }
        }
    }

    /// The connection is gone, and all of this with it.
    mutating func fail(_ error: MQTTError) {
        for message in waiting.values { message.answer?.resume(returning: .failure(error)) }
        self = Outbox()
    }
}

import Synchronization

/// A connection to an MQTT 3.1.1 server that comes back by itself.
///
/// It has a thread of its own, on which `onEvent` is called. One that is dropped without `stop` ends as if the process
/// had died: the server delivers the last will.
package final class MQTTConnection: Sendable {
    private let core: ConnectionCore

    /// Checks the options; nothing is connected before `start`.
    ///
    /// - Parameters:
    ///   - options: the server, and what to ask of it.
    ///   - onEvent: called on the connection's thread, in order. Blocking there is back-pressure to the server, but not
    ///     for longer than the keepalive.
    /// - Throws: `MQTTError.unusable` with what is wrong in the options.
    package init(_ options: MQTTOptions, onEvent: @escaping @Sendable (MQTTEvent) -> Void) throws(MQTTError) {
        core = try ConnectionCore(options, onEvent: onEvent)
    }

    deinit { core.end(.silently) }

    /// Connects, and connects again for ever.
    ///
    /// Does nothing if it was started before.
    package func start() { core.start() }

    /// Whether messages are taken: connected, and every subscription granted.
    package var isReady: Bool { core.state.withLock { $0.sender != nil } }

    /// Messages from the server that were not handed on, because their payload is longer than 1 MiB.
    package var droppedMessages: Int { core.state.withLock(\.dropped) }

    /// Queues a message.
    ///
    /// It is lost if the connection ends before it was sent; QoS 1 changes nothing about that.
    ///
    /// - Throws: `MQTTError.notReady`, `.full`, `.unusable`.
    package func publish(_ message: MQTTMessage) throws(MQTTError) {
        try message.check()
        try core.send(message)
    }

    /// Sends a message with QoS 1, whatever its own quality, and returns when the server acknowledged it.
    ///
    /// Not ended by the task's cancellation: `limit` bounds it.
    ///
    /// - Throws: `MQTTError.notReady` at once without a connection; `.timedOut` and `.lost` if nobody knows whether the
    ///   server has it; `.full`, `.unusable`.
    package func deliver(_ message: MQTTMessage, within limit: Duration) async throws(MQTTError) {
        var message = message
        message.quality = .atLeastOnce
        try message.check()
        let deadline = ContinuousClock.now + limit
        let result = await withCheckedContinuation { (answer: Outbox.Answer) in
            do throws(MQTTError) {
                try core.send(message, deadline: deadline, answer: answer)
            } catch {
                answer.resume(returning: .failure(error))
            }
        }
        try result.get()
    }

    /// Sends these, says goodbye, so that there is no last will, and returns when the thread is over.
    ///
    /// Waits two seconds for a server that doesn't take them. The resolver can keep the thread for longer.
    package func stop(saying last: [MQTTMessage] = []) async {
        core.end(.politely(last))
        await core.ended()
    }
}

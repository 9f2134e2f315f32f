import Dispatch
import FleetModel
import Synchronization

/// Asks Gluon nodes what they tell of themselves.
package enum ResponddClient {
    private static let request = "GET nodeinfo statistics neighbours"
    /// Between looks at whether the answers are still wanted.
    private static let longestWait: Int32 = 100

    /// Sends a question and takes answers until the time is over, or there are as many as the question allows.
    ///
    /// - Returns: replies in the order they came, one of each sender's port: who sends twice is heard once.
    /// - Throws: `ResponddError` if the question couldn't be sent. Silence is no error.
    package static func replies(
        to question: ResponddQuestion,
        within patience: Duration
    ) async throws(ResponddError) -> [ResponddReply] {
        let isCancelled = Flag()
        let result: Result<[ResponddReply], ResponddError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Waits in a thread of its own: the ones of the concurrency runtime are few.
                DispatchQueue.global().async {
                    continuation.resume(returning: collected(question, within: patience, unless: isCancelled))
                }
            }
        } onCancel: {
            isCancelled.value.store(true, ordering: .relaxed)
        }
        return try result.get()
    }

    private final class Flag: Sendable {
        let value = Atomic(false)
    }

    private struct Sender: Hashable {
        var address: IPAddress
        var port: UInt16
    }

    private static func collected(
        _ question: ResponddQuestion,
        within patience: Duration,
        unless isCancelled: Flag
    ) -> Result<[ResponddReply], ResponddError> {
        Result { () throws(ResponddError) in
            let socket = try DatagramSocket()
            try socket.send(request, to: question)
            let end = ContinuousClock.now + patience
            var replies: [ResponddReply] = []
            var senders: Set<Sender> = []
            while replies.count < question.limit, !isCancelled.value.load(ordering: .relaxed) {
                let left = (end - ContinuousClock.now) / .milliseconds(1)
                guard left > 0 else { break }
                socket.wait(milliseconds: Int32(min(left.rounded(.up), Double(longestWait))))
                // Not for ever: one who sends without end must not keep the time from being over.
                for _ in 0..<256 {
                    guard replies.count < question.limit, let datagram = socket.receive() else { break }
                    let isAsked = datagram.sender == question.address && datagram.port == question.port
                    guard isAsked || !question.isPersonal,
                        senders.insert(Sender(address: datagram.sender, port: datagram.port)).inserted
                    else { continue }
                    replies.append(ResponddReply(sender: datagram.sender, answer: answer(datagram.bytes)))
                }
            }
            return replies
        }
    }

    private static func answer(_ bytes: [UInt8]) -> Result<NodeAnswer, ReadingError> {
        Result { () throws(ReadingError) in try NodeAnswer(datagram: bytes[...]) }
    }
}

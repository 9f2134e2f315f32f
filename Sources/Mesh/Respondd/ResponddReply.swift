package import FleetModel

/// A datagram that came after a question.
package struct ResponddReply: Sendable {
    /// Who says to have sent it: anyone in the mesh can.
    package var sender: IPAddress
    package var answer: Result<NodeAnswer, ReadingError>

    package init(sender: IPAddress, answer: Result<NodeAnswer, ReadingError>) {
        self.sender = sender
        self.answer = answer
    }
}

package import Mesh
package import Planning

/// One line of a rollout's journal: intent before an operation, its result after, and all else that decides.
package enum JournalEntry: Sendable, Hashable, Codable {
    case started
    /// A controller goes on with a rollout that another one has left.
    case resumed(owner: String, fencingToken: Int)
    case intended(Operation)
    case observed(Operation, OperationResult)
    /// A human said something.
    case heard(Control)
    /// Time has come for what waited.
    case woke
    /// A slow device has come to a further step, and so gets more time.
    case progressed(UnitID, step: Int)
    /// A wave begins; numbers from 1.
    case entered(phase: String, wave: Int)
    case waiting(Pause)
    /// A host has failed, and for that reason something goes back.
    case turnedBack(reason: String)
    /// Nothing more begins, and nothing goes back, until a human has had a look.
    case halted(reason: String)
    /// What pings lost while a unit was switched, or went back.
    case pinged(UnitID, PingOutage)
    case finished(RolloutOutcome)
}

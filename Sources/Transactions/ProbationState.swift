/// How far a node's probation has come.
package enum ProbationState: String, Sendable, Hashable, Codable, CaseIterable {
    case running
    /// It is over, and the node has kept the new transport.
    case settled
    /// The node had no gateway for too long, and has gone back to the old transport by itself.
    case returned
}

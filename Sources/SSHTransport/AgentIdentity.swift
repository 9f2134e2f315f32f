/// A key that an agent can sign with.
struct AgentIdentity: Sendable, Equatable {
    var key: HostKey
    var comment: String
}

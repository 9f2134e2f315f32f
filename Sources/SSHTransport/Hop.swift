/// One host on the way, with everything that `~/.ssh/config` and the endpoint say about it settled.
struct Hop: Sendable, Hashable {
    /// For messages.
    var name: String
    /// Host name or address; known_hosts entries are looked up under it.
    var address: String
    var port: Int
    var user: String
    /// Paths of private keys, in the order in which they are tried.
    var identities: [String]
    /// The endpoint or the configuration named the identities; else they are the default ones.
    var identitiesAreNamed: Bool
    /// Keys of the agent that are not among the identities stay unused.
    var identitiesOnly: Bool
}

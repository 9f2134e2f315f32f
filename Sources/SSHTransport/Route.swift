import Transport

/// The hosts to pass through, and the one to reach.
struct Route: Sendable, Hashable {
    var jumps: [Hop]
    var target: Hop

    /// The same way to the last jump; nil if the target is reached directly.
    var toLastJump: Route? {
        jumps.last.map { Route(jumps: jumps.dropLast(), target: $0) }
    }
}

package import Planning

/// All that a device needs to carry out one change, and to take it back alone.
package struct DeviceTransaction: Sendable, Hashable {
    /// Unique in the community; `[A-Za-z0-9._-]{1,64}`, as it names a directory.
    package var id: String
    /// Id of the rollout that it belongs to.
    package var rollout: String
    /// Code of the domain, or nil in the scope `host`.
    package var domain: String?
    /// A domain's code, or `host` for what domains share.
    package var scope: String
    package var role: TransactionRole
    /// Who started it, for messages: `alice@laptop`.
    package var owner: String
    /// Grows with each lock that is taken in the workspace; devices refuse older ones.
    package var fencingToken: Int
    /// Seconds from `begin` to the start of reverting, unless confirmed.
    package var deadline: Int
    /// Seconds from `begin` that `extend` can't exceed.
    package var maximumDeadline: Int
    /// Seconds that reverting may take.
    package var revertBound: Int
    package var steps: [DeviceStep]

    package init(
        id: String,
        rollout: String,
        domain: String?,
        scope: String,
        role: TransactionRole,
        owner: String,
        fencingToken: Int,
        deadline: Int,
        maximumDeadline: Int,
        revertBound: Int,
        steps: [DeviceStep]
    ) {
        self.id = id
        self.rollout = rollout
        self.domain = domain
        self.scope = scope
        self.role = role
        self.owner = owner
        self.fencingToken = fencingToken
        self.deadline = deadline
        self.maximumDeadline = maximumDeadline
        self.revertBound = revertBound
        self.steps = steps
    }
}

/// What is done to one kind of device: the content of a file in `Playbooks/`.
package struct Playbook: Sendable, Hashable, Codable {
    package enum Target: String, Sendable, Hashable, Codable, CaseIterable {
        case gateway
        case node
    }

    /// What a transaction of the playbook belongs to; a node's belongs to its domain.
    package enum Scope: String, Sendable, Hashable, Codable, CaseIterable {
        /// One transaction for each domain of the device; rolled back with the domain.
        case domain
        /// One transaction for what the domains share; left alone when a domain is rolled back.
        case host
    }

    package var name: String
    package var description: String
    package var target: Target
    package var scope: Scope
    package var role: TransactionRole
    /// Seconds from the start of a transaction to its reverting, unless confirmed.
    package var deadline: Int
    /// Seconds that reverting may take on top.
    package var revertBound: Int
    /// What a node that was confirmed has to show from then on; nil: nothing.
    package var probation: Probation?
    /// Kernel modules that a device must have.
    package var modules: [String]
    /// Done on all devices of a phase before the first transaction; but for new firmware it changes nothing that
    /// runs.
    package var prepare: [NamedStep]
    /// The transaction.
    package var steps: [NamedStep]
    /// Must hold, over a fresh connection, before a transaction is confirmed.
    package var verify: [NamedStep]

    package init(
        name: String,
        description: String,
        target: Target,
        scope: Scope,
        role: TransactionRole,
        deadline: Int,
        revertBound: Int,
        probation: Probation? = nil,
        modules: [String],
        prepare: [NamedStep],
        steps: [NamedStep],
        verify: [NamedStep]
    ) {
        self.name = name
        self.description = description
        self.target = target
        self.scope = scope
        self.role = role
        self.deadline = deadline
        self.revertBound = revertBound
        self.probation = probation
        self.modules = modules
        self.prepare = prepare
        self.steps = steps
        self.verify = verify
    }
}

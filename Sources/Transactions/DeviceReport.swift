package import Planning

/// What a device answers to a verb of the transaction script.
package struct DeviceReport: Sendable, Hashable, Codable {
    /// A digest over all touched paths, units and links, 64 hexadecimal digits each.
    package struct Digests: Sendable, Hashable, Codable {
        package var before: String
        /// Recorded when the last step has been applied.
        package var after: String?
        /// Computed while answering.
        package var now: String

        package init(before: String, after: String?, now: String) {
            self.before = before
            self.after = after
            self.now = now
        }
    }

    package var id: String
    package var scope: String
    package var rollout: String
    package var domain: String?
    package var role: TransactionRole
    /// Who started it: `alice@laptop`.
    package var owner: String
    package var state: TransactionState
    /// Number of the step that runs or ran last, from 1; 0 before the first.
    package var step: Int
    package var stepCount: Int
    package var stepName: String
    /// Seconds until reverting begins; nil once the timer is disarmed.
    package var remaining: Int?
    package var revertBound: Int
    package var bootID: String
    /// The token that the transaction began with.
    package var fencingToken: Int
    /// The highest token that the device has seen; verbs with an older one are refused.
    package var deviceFencingToken: Int
    /// Why it reverts or reverted: `step 3 failed: …`, `deadline`, `reboot`, `rollback`; empty otherwise.
    package var reason: String
    /// In `revert-failed`: what differs or could not be undone, one item each, at most 50.
    package var differences: [String]
    /// A confirmed node's; nil where there is none.
    package var probation: ProbationState?
    /// nil in a list: computing them costs a look at every path.
    package var digests: Digests?

    package init(
        id: String,
        scope: String,
        rollout: String,
        domain: String?,
        role: TransactionRole,
        owner: String,
        state: TransactionState,
        step: Int,
        stepCount: Int,
        stepName: String,
        remaining: Int?,
        revertBound: Int,
        bootID: String,
        fencingToken: Int,
        deviceFencingToken: Int,
        reason: String,
        differences: [String],
        probation: ProbationState? = nil,
        digests: Digests?
    ) {
        self.id = id
        self.scope = scope
        self.rollout = rollout
        self.domain = domain
        self.role = role
        self.owner = owner
        self.state = state
        self.step = step
        self.stepCount = stepCount
        self.stepName = stepName
        self.remaining = remaining
        self.revertBound = revertBound
        self.bootID = bootID
        self.fencingToken = fencingToken
        self.deviceFencingToken = deviceFencingToken
        self.reason = reason
        self.differences = differences
        self.probation = probation
        self.digests = digests
    }
}

package import Planning
package import Transactions

/// Makes the transactions that a rollout sends to its devices.
package struct TransactionBuilder: Sendable {
    private let plan: Plan
    private let rollout: String
    private let owner: String
    private let fencingToken: Int

    package init(plan: Plan, rollout: String, owner: String, fencingToken: Int) {
        self.plan = plan
        self.rollout = rollout
        self.owner = owner
        self.fencingToken = fencingToken
    }

    /// Unique on a device, as a rollout has one transaction at a time for each device and scope.
    package static func id(of unit: UnitID, attempt: Int = 1, in rollout: String) -> String {
        let first = "\(rollout).\(unit.scope)" + (unit.part.map { ".\($0.rawValue)" } ?? "")
        return attempt == 1 ? first : "\(first).\(attempt)"
    }

    /// Renders and compiles the steps of a unit of the plan.
    ///
    /// - Parameters:
    ///   - unit: one of the plan's.
    ///   - attempt: the number of its transaction, from 1.
    ///   - deadline: seconds; nil for the playbook's.
    ///   - keys: the public keys that are known.
    /// - Returns: what `begin` sends.
    /// - Throws: `PlanError`, `Template.UnknownName`, `Template.Malformed` or `StepCompiler.Invalid`.
    package func transaction(
        for unit: UnitID,
        attempt: Int = 1,
        deadline: Int? = nil,
        keys: [UnitID: String]
    ) throws -> DeviceTransaction {
        guard let phase = plan.phase(of: unit) else {
            throw PlanError(path: plan.name, message: "\(unit) is in no phase")
        }
        let playbook = phase.playbook
        let deadline = deadline ?? playbook.deadline
        let steps = try UnitRenderer(fleet: plan.fleet, keys: keys).render(playbook, for: unit).steps
        // A slow unit gets its time again twice; and it may have to wait for all others that are confirmed with it.
        let company =
            switch phase.policy.confirm {
            case .each: 3
            case .together: phase.units.count { $0.scope == unit.scope } + 2
            }
        return DeviceTransaction(
            id: Self.id(of: unit, attempt: attempt, in: rollout),
            rollout: rollout,
            domain: playbook.scope == .domain ? unit.scope : nil,
            scope: unit.scope,
            role: playbook.role,
            owner: owner,
            fencingToken: fencingToken,
            deadline: deadline,
            maximumDeadline: deadline * company,
            revertBound: playbook.revertBound,
            steps: try StepCompiler(for: playbook.target).compile(steps)
        )
    }

    /// Finds on paper what no device would take.
    ///
    /// - Throws: `PlanError` with the unit and the place in its steps.
    package func validate() throws {
        for phase in plan.phases {
            var seen: Set<String> = []
            // The same steps with other names: gateways differ by their peers, nodes of a domain don't.
            for unit in phase.units where phase.playbook.target == .gateway || seen.insert(unit.scope).inserted {
                do {
                    try transaction(for: unit, keys: [:]).validate()
                } catch {
                    throw PlanError(path: "\(plan.name)/\(unit)", message: "\(error)")
                }
            }
        }
    }
}

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

    /// Unique on a device, as a rollout has one transaction for each device and scope.
    package static func id(of unit: UnitID, in rollout: String) -> String { "\(rollout).\(unit.scope)" }

    /// Renders and compiles the steps of a unit of the plan.
    ///
    /// - Parameters:
    ///   - unit: one of the plan's.
    ///   - keys: the public keys that are known.
    /// - Returns: what `begin` sends.
    /// - Throws: `PlanError`, `Template.UnknownName`, `Template.Malformed` or `StepCompiler.Invalid`.
    package func transaction(for unit: UnitID, keys: [UnitID: String]) throws -> DeviceTransaction {
        guard let playbook = plan.playbook(of: unit) else {
            throw PlanError(path: plan.name, message: "\(unit) is in no phase")
        }
        let steps = try UnitRenderer(fleet: plan.fleet, keys: keys).render(playbook, for: unit).steps
        // A unit may have to wait, with its timer running, for all others that are confirmed with it.
        let company = plan.units.count { $0.scope == unit.scope } + 2
        return DeviceTransaction(
            id: Self.id(of: unit, in: rollout),
            rollout: rollout,
            domain: playbook.scope == .domain ? unit.scope : nil,
            scope: unit.scope,
            role: playbook.role,
            owner: owner,
            fencingToken: fencingToken,
            deadline: playbook.deadline,
            maximumDeadline: playbook.deadline * company,
            revertBound: playbook.revertBound,
            steps: try StepCompiler().compile(steps)
        )
    }

    /// Finds on paper what no device would take.
    ///
    /// - Throws: `PlanError` with the unit and the place in its steps.
    package func validate() throws {
        for unit in plan.units {
            do {
                try transaction(for: unit, keys: [:]).validate()
            } catch {
                throw PlanError(path: "\(plan.name)/\(unit)", message: "\(error)")
            }
        }
    }
}

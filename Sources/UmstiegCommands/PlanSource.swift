import FleetModel
import FleetStore
import Foundation
import Planning
import Rollouts

/// Makes or finds the plan that a command names.
struct PlanSource {
    var console: Console
    var session: FleetSession

    /// - Parameters:
    ///   - source: a rollout file, or the id of a saved plan.
    ///   - selector: narrows a rollout file; a saved plan can't be narrowed.
    /// - Returns: a plan that is saved.
    /// - Throws: `CommandFailure`, `ConfigErrors`, `SelectorError` or `StoreError`.
    func plan(_ source: String, on selector: String?) throws -> Plan {
        if !source.hasSuffix(".yaml"), !source.hasSuffix(".yml"), let plan = try session.journal.plan(source) {
            guard selector == nil else {
                throw CommandFailure(.usage, "«\(source)» is a saved plan; --on narrows rollout files only")
            }
            return plan
        }
        guard FileManager.default.fileExists(atPath: console.absolutePath(source)) else {
            throw CommandFailure(.usage, "«\(source)» is neither a rollout file nor the id of a saved plan")
        }
        return try make(source, on: selector)
    }

    private func make(_ path: String, on selector: String?) throws -> Plan {
        let rollout = try RolloutSource(console: console).rollout(at: path)
        let selection = try selector.map { try Selector($0) }
        do {
            let plan = try Planner(fleet: session.fleet).plan(
                id: "plan-" + FleetSession.newID(at: console.now()),
                for: rollout,
                narrowedTo: selection
            )
            try TransactionBuilder(plan: plan, rollout: plan.id, owner: FleetSession.owner, fencingToken: 0).validate()
            try session.journal.save(plan)
            return plan
        } catch let error as PlanError {
            throw CommandFailure(.usage, "\(path): \(error)")
        }
    }
}

/// Why there is no plan.
package struct PlanError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where in the rollout: `migration-day/phases/gateways`.
    package var path: String
    package var message: String

    package init(path: String, message: String) {
        self.path = path
        self.message = message
    }

    package var description: String { "\(path): \(message)" }
}

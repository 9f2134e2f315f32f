import FleetModel
package import Rollouts

/// A rollout that can't be resumed; nothing was changed.
package struct NotResumable: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Reason: Sendable, Hashable {
        case unknown
        /// Devices that still have something to take back are asked by another rollback.
        case rollback
        case ended(RolloutOutcome)
    }

    package var id: String
    package var reason: Reason

    package var description: String {
        let text =
            switch reason {
            case .unknown: "there is no rollout «\(id)»; see «umstieg rollout list»"
            case .rollback: "\(id) is a rollback, which isn't resumed: run «umstieg rollback» again"
            case .ended(let outcome):
                "\(id) has ended, it is \(outcome.rawValue): run another one, or «umstieg rollback --rollout \(id)»"
            }
        return text.escapingControls
    }
}

import FleetModel
import Planning
package import Rollouts

/// A rollout's progress as one plain line, for logs and pipes.
package enum ProgressLine {
    package static func text(_ progress: RolloutProgress) -> String {
        let text =
            switch progress {
            case .step(let unit, let number, let count, let name): "\(unit): step \(number)/\(count) \(name)"
            case .entry(.intended(let operation)): "\(subject(operation)): \(operation.verb) …"
            case .entry(.observed(let operation, let result)):
                "\(subject(operation)): \(operation.verb): \(result.words)"
            case .entry(.turnedBack(let reason)): "turning back: \(reason)"
            case .entry(.interrupted): "interrupted: no new step starts, what isn't confirmed goes back"
            case .entry(.finished(let outcome)): "finished: \(outcome.rawValue)"
            }
        return text.escapingControls
    }

    private static func subject(_ operation: Operation) -> String {
        operation.unit?.description ?? "all hosts"
    }
}

import FleetModel
import Mesh
import Planning
package import Rollouts

/// A rollout's progress as one plain line, for logs and pipes.
package enum ProgressLine {
    package static func text(_ progress: RolloutProgress) -> String {
        let text =
            switch progress {
            case .step(let unit, let number, let count, let name): "\(unit): step \(number)/\(count) \(name)"
            case .look(let reason): "the mesh: gate: not yet: \(reason)"
            case .entry(.intended(let operation)): "\(subject(operation)): \(operation.verb.word) …"
            case .entry(.observed(let operation, let result)):
                "\(subject(operation)): \(operation.verb.word): \(result.words)"
            case .entry(.turnedBack(let reason)): "turning back: \(reason)"
            case .entry(.started): "started"
            case .entry(.resumed(let owner, _)): "resumed by \(owner)"
            case .entry(.heard(let control)): "\(control.word.rawValue) by \(control.by)"
            case .entry(.woke): "time to go on"
            case .entry(.progressed(let unit, let step)): "\(unit): slow at step \(step), and gets more time"
            case .entry(.entered(let phase, let wave)): "phase \(phase), wave \(wave)"
            case .entry(.waiting(let pause)): pause.words
            case .entry(.halted(let reason)): "stopping here: \(reason)"
            case .entry(.pinged(let unit, let outage)):
                "\(unit): \(outage.lost) of \(outage.sent) pings lost, longest gap \(outage.longestGap) ms"
            case .entry(.finished(let outcome)): "finished: \(outcome.rawValue)"
            }
        return text.escapingControls
    }

    private static func subject(_ operation: Operation) -> String {
        operation.unit?.description ?? (operation.verb == .check ? "all hosts" : "the mesh")
    }
}

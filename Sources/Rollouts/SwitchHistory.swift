import Planning
import Transactions

/// What a workspace's journal knows of switches: which devices may still hold what a rollout brought.
package struct SwitchHistory: Sendable, Hashable {
    /// Ids of all rollouts that it has.
    package var rollouts: Set<String>
    /// Names of gateways and ids of nodes on which something was begun that isn't known to be verified old.
    package var touched: Set<String>

    package init(rollouts: Set<String> = [], touched: Set<String> = []) {
        self.rollouts = rollouts
        self.touched = touched
    }

    /// - Parameter journals: by rollout or rollback, the oldest first.
    package init(_ journals: [(id: String, entries: [TimedEntry])]) {
        var open: [String: [String: Bool]] = [:]
        for (rollout, entries) in journals {
            for timed in entries {
                switch timed.entry {
                case .intended(let operation):
                    guard case .begin = operation.verb, let unit = operation.unit else { continue }
                    let id = TransactionBuilder.id(of: unit, attempt: operation.attempt, in: rollout)
                    open[unit.host, default: [:]][id] = true
                case .observed(let operation, .reported(let report)):
                    guard let unit = operation.unit else { continue }
                    open[unit.host, default: [:]][report.id] = report.state != .reverted
                case .observed(let operation, .unreachable):
                    // Nothing was sent.
                    guard case .begin = operation.verb, let unit = operation.unit else { continue }
                    open[unit.host]?[TransactionBuilder.id(of: unit, attempt: operation.attempt, in: rollout)] = nil
                case .started, .resumed, .observed, .heard, .woke, .progressed, .entered, .waiting, .turnedBack,
                    .halted, .pinged, .finished:
                    break
                }
            }
        }
        rollouts = Set(journals.map(\.id))
        touched = Set(open.filter { $0.value.values.contains(true) }.keys)
    }
}

import FleetModel

/// A rollout was taken over or fenced off: its old controller writes nothing more.
package struct LockLost: Error, Sendable, Hashable, CustomStringConvertible {
    package var rollout: String
    /// Who has the workspace now; nil when nobody has.
    package var lock: RolloutLock?

    package var description: String {
        let now =
            switch lock {
            case .some(let lock) where lock.rolloutID == rollout: "was taken over by \(lock.words)"
            case .some(let lock): "had to make way for \(lock.rolloutID), run by \(lock.words)"
            case .none: "had to make way for another controller, which has ended"
            }
        return """
            \(rollout) \(now); this controller stops, and what it didn't confirm goes back by itself; \
            see «umstieg rollout status»
            """.escapingControls
    }
}

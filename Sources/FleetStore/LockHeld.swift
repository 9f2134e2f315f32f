import FleetModel

/// A rollout can't begin or go on, as another one has the workspace; nothing was changed.
package struct LockHeld: Error, Sendable, Hashable, CustomStringConvertible {
    package var lock: RolloutLock

    package var description: String {
        let id = lock.rolloutID
        let next =
            if lock.isStale {
                "but was last heard of \(lock.age) ago; if it no longer runs, add --take-over"
            } else {
                "and was last heard of \(lock.age) ago; wait until it has ended, or see «umstieg rollout status \(id)»"
            }
        return "\(id) has the workspace, run by \(lock.words), \(next)".escapingControls
    }
}

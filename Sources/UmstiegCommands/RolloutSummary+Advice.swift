import FleetStore

extension RolloutSummary {
    /// What can be done with a rollout that has no end and no controller.
    var advice: String {
        switch kind {
        case .rollout:
            """
            no controller runs \(id) any more: «umstieg rollout resume \(id)» takes it up, \
            «umstieg rollback --rollout \(id)» takes it back
            """
        case .rollback: "no controller runs \(id) any more: run «umstieg rollback» for \(name) again"
        }
    }

    /// Whether nobody runs it although it has no end, as whoever has the workspace's lock tells.
    ///
    /// Nobody knows of a rollback, which runs without the lock unless it has fenced a rollout.
    func isAbandoned(by lock: RolloutLock?) -> Bool {
        guard let lock, lock.rolloutID == id else { return kind == .rollout }
        return lock.isStale
    }
}

import FleetStore

extension RolloutSummary {
    /// The command line, without the program's name, that goes on with what is left to do.
    var next: String {
        switch kind {
        case .rollout: "rollout resume \(id)"
        // Its name is what it takes back: `domain ffms_nord`, `host gw1 scope ffms_nord`.
        case .rollback: "rollback --" + name.replacing(" scope ", with: " --scope ")
        }
    }

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

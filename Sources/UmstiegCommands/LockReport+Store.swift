import FleetStore
import Reporting

extension LockReport {
    init(_ lock: RolloutLock) {
        self.init(owner: lock.owner, since: lock.acquiredAt, heartbeat: lock.heartbeatAt, isStale: lock.isStale)
    }

    /// nil unless the lock is the rollout's own.
    init?(_ lock: RolloutLock?, of rollout: RolloutSummary) {
        guard let lock, lock.rolloutID == rollout.id else { return nil }
        self.init(lock)
    }
}

import GRDB

/// The one row of `lock`, if a rollout has it.
struct LockRecord: StoredRecord {
    static let databaseTableName = "lock"

    var id = 1
    var rolloutId: String
    var owner: String
    var fencingToken: Int
    var acquiredAt: Double
    var heartbeatAt: Double
    var host: String
    var pidSpace: String
    var pid: Int32
    var processStart: Int

    /// A lock that `process` takes for a rollout, with the rollout's owner and token.
    init(_ rollout: RolloutRecord, process: ProcessIdentity, at time: Double) {
        rolloutId = rollout.id
        owner = rollout.owner
        fencingToken = rollout.fencingToken
        acquiredAt = time
        heartbeatAt = time
        host = process.host
        pidSpace = process.pidSpace
        pid = process.pid
        processStart = process.start
    }

    /// As `process` sees it.
    func lock(seenBy process: ProcessIdentity, at time: Double) -> RolloutLock {
        let holder = ProcessIdentity(host: host, pidSpace: pidSpace, pid: pid, start: processStart)
        let silence = time - heartbeatAt
        return RolloutLock(
            rolloutID: rolloutId,
            owner: owner,
            fencingToken: fencingToken,
            acquiredAt: acquiredAt,
            heartbeatAt: heartbeatAt,
            silence: silence,
            holder: RolloutLock.Holder(holder, silence: silence, seenBy: process)
        )
    }
}

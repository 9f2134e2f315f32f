import Transactions

/// What is really the case with one transaction's place on a device, whatever anyone believes.
struct SimulatedUnit {
    /// nil: nothing has ever begun.
    var state: TransactionState?
    /// Number of the transaction, from 1.
    var attempt = 0
    var reason = ""
    /// When reverting begins, and when it has ended.
    var revertsAt = Double.infinity
    var revertedAt = Double.infinity
    /// The latest that `extend` can reach.
    var extendsTo = 0.0
    /// Some undo won't work.
    var undoFails = false
    /// What the checks would find.
    var isWithoutEffect = false
    /// The controller that saw this attempt's checks hold.
    var checkedBy: Int?

    /// When it was confirmed.
    var confirmedAt = 0.0

    /// Whether the device runs the new configuration for good.
    var isNew: Bool { state == .confirmed }
    var isOld: Bool { state == nil || state == .reverted }

    /// Whether what an open brings carries, for now or for good.
    var isThere: Bool { state == .applied || state == .confirmed }
    /// Whether what a close stops has stopped.
    var hasClosed: Bool { state == .applied || state == .confirmed || state == .revertFailed }

    /// Lets pass what the device does by itself until `now`.
    mutating func settle(_ now: Double) {
        guard now >= revertsAt else { return }
        switch state {
        case .armed, .applying, .applied, .reverting:
            if now < revertedAt {
                state = .reverting
            } else {
                state = undoFails ? .revertFailed : .reverted
                revertsAt = .infinity
            }
        case nil, .confirmed, .reverted, .revertFailed:
            break
        }
    }

    mutating func arm(attempt: Int, at now: Double, deadline: Int, revertSeconds: Double) {
        state = .armed
        self.attempt = attempt
        reason = ""
        revertsAt = now + Double(deadline)
        revertedAt = revertsAt + revertSeconds
        extendsTo = now + 3 * Double(deadline)
        checkedBy = nil
        isWithoutEffect = false
    }

    /// Reverting begins now.
    mutating func revert(at now: Double, seconds: Double, reason: String) {
        state = .reverting
        self.reason = reason
        revertsAt = now
        revertedAt = now + seconds
    }

    var isPending: Bool {
        switch state {
        case .armed, .applying, .applied, .reverting: true
        case nil, .confirmed, .reverted, .revertFailed: false
        }
    }
}

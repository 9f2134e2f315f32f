import Planning

extension RolloutMachine {
    /// All that the machine keeps of one unit.
    struct Slot: Sendable {
        let unit: UnitID
        /// Position of its phase and of its wave in it.
        let phase: Int
        let wave: Int
        var state = UnitState.pending
        /// Number of its transaction, from 1.
        var attempt = 1
        /// What is being done to it.
        var inFlight: Operation.Verb?
        /// Its timer is being moved while it applies.
        var isExtending = false
        /// What an `observe` is to settle.
        var unsettled: Operation.Verb?
        /// Why it has to go back, if it has to.
        var retreat: Retreat?
        /// Rollbacks that were sent, as a device that forgets them all must not be asked for ever.
        var rollbacks = 0
        /// When its transaction was begun; seconds since 1970.
        var begunAt = 0.0
        /// Seconds that its transaction began with.
        var deadline = 0
        /// Nobody knows how much its timer has left, as another controller has begun it.
        var needsTime = false
        /// How often its timer was moved because it was slow.
        var extensions = 0
        /// Tries that found it offline, and when the next one is due.
        var tries = 0
        var nextTry = 0.0

        /// Whether the device has what the transaction brings, and is to keep it.
        var isNew: Bool { state == .confirmed && retreat == nil }

        enum Retreat: Sendable {
            case failure
            /// It is taken up again when the rollout goes on.
            case pause
        }
    }
}

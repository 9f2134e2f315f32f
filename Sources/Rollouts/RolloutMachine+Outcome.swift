import Planning

/// How a rollout ends.
extension RolloutMachine {
    /// Why no further unit is begun.
    enum End: Sendable, Hashable {
        case paused
        case failed
        /// As hosts could not be reached.
        case unreachable
    }

    /// Whether a pause is why no further unit begins.
    package var isPaused: Bool { end == .paused }

    /// Nothing more begins: the waves are done, where only what is offline may be left, or they were cut short.
    mutating func complete() {
        if end == nil { retireLateOnes() }
        finish(outcomeNow)
    }

    mutating func finish(_ outcome: RolloutOutcome) {
        self.outcome = outcome
        emit(.record(.finished(outcome)))
        emit(.finish(outcome))
    }

    /// Gives up hosts that stayed offline for as long as the plan waits.
    private mutating func retireLateOnes() {
        let since = wavesEnded ?? now
        wavesEnded = since
        guard let policy = plan.lateJoining, now - since >= Double(policy.period) else { return }
        for number in slots.indices {
            guard case .late(let reason) = slots[number].state else { continue }
            slots[number].state = .notBegun(reason: "offline until nobody waited any more: \(reason)")
        }
    }

    var outcomeNow: RolloutOutcome {
        var tally = Tally()
        for slot in slots { tally.count(slot.state) }
        if tally.revertFailed > 0 { return .undoFailed }
        if tally.unaccounted > 0 { return .pending }
        if tally.confirmed == slots.count, !needsGate { return .done }
        switch end {
        case .paused:
            return .paused
        case .failed:
            if tally.confirmed > 0 { return .pending }
            return tally.reverted > 0 ? .rolledBack : .refused
        case .unreachable:
            if tally.confirmed > 0 { return .pending }
            return tally.reverted > 0 ? .rolledBack : .stoppedByUnreachable
        case nil:
            return tally.late > 0 ? .parked : .pending
        }
    }

    private struct Tally {
        var confirmed = 0
        var reverted = 0
        var late = 0
        var revertFailed = 0
        var unaccounted = 0

        mutating func count(_ state: UnitState) {
            switch state {
            case .confirmed: confirmed += 1
            case .reverted: reverted += 1
            case .late: late += 1
            case .revertFailed: revertFailed += 1
            case .unaccounted: unaccounted += 1
            case .pending, .prepared, .beginning, .armed, .applied, .verified, .notBegun: break
            }
        }
    }
}

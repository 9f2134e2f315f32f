import Planning
import Transactions

/// What a device says of itself; the device is right.
extension RolloutMachine {
    mutating func adopt(_ report: DeviceReport, _ number: Int, after verb: Operation.Verb) {
        switch report.state {
        case .armed, .applying:
            slots[number].state = .armed
            if verb == .watchReturn { failRehearsal(number) }
        case .applied:
            adoptApplied(number, after: verb)
        case .confirmed:
            slots[number].state = .confirmed
            if verb == .watchReturn { failRehearsal(number) } else { noteCanary(number) }
        case .reverting:
            // At rest it would not say so: its revert bound has passed.
            slots[number].state = .unaccounted(reason: "still reverting after its revert bound: \(report.reason)")
            fail(number, "still reverting after its revert bound")
        case .reverted:
            adoptReverted(report, number, after: verb)
        case .revertFailed:
            slots[number].state = .revertFailed(differences: report.differences)
            fail(number, "an undo failed: \(report.differences.joined(separator: "; "))")
            stop(.failed)
        }
    }

    private mutating func adoptApplied(_ number: Int, after verb: Operation.Verb) {
        switch verb {
        case .watchReturn:
            slots[number].state = .applied
            failRehearsal(number)
        case .observe where stage == .reconciling:
            // What was found before another controller took over has to be found again.
            slots[number].state = .applied
            slots[number].needsTime = true
        case .check, .baseline, .gate, .measure, .prepare, .begin, .apply, .extend, .verify, .confirm, .observe,
            .rollback, .drain, .undrain:
            if slots[number].state != .verified { slots[number].state = .applied }
        }
    }

    private mutating func failRehearsal(_ number: Int) {
        fail(number, "the rehearsal: it did not go back by itself")
        stop(.failed)
    }

    private mutating func adoptReverted(_ report: DeviceReport, _ number: Int, after verb: Operation.Verb) {
        let slot = slots[number]
        let wasTakenBack = isLookedAtAgain(number)
        slots[number].state = .reverted(reason: report.reason)
        // A human's word, given since: it is neither a failure nor tried again.
        if wasTakenBack { return }
        switch slot.retreat {
        case .pause:
            takeUpAgain(number)
        case .failure:
            break
        case nil where verb == .watchReturn:
            if report.digests.map({ $0.before == $0.now }) ?? true {
                takeUpAgain(number)
            } else {
                slots[number].state = .revertFailed(differences: ["the rehearsal: its digest isn't that of before"])
                fail(number, "the rehearsal: it says reverted, but its digest isn't that of before")
                stop(.failed)
            }
        case nil where stage == .reconciling && slot.attempt < Self.mostAttempts:
            // Nobody was there to confirm it.
            takeUpAgain(number)
        case nil:
            fail(number, "reverted: \(report.reason)")
        }
    }

    /// It is verified old; its next transaction is another one.
    private mutating func takeUpAgain(_ number: Int) {
        slots[number].state = .pending
        slots[number].attempt += 1
        slots[number].retreat = nil
        slots[number].rollbacks = 0
    }

    /// The slowest unit of the first wave, or group, sets the deadlines of those after it.
    private mutating func noteCanary(_ number: Int) {
        let slot = slots[number]
        let first = plan.phases[slot.phase]
        let last = first.policy.confirm == .together ? first.waves.firstIndex { $0.confirms } ?? 0 : 0
        guard slot.wave <= last, slot.begunAt > 0 else { return }
        slowestCanary[slot.phase] = max(slowestCanary[slot.phase] ?? 0, now - slot.begunAt)
    }
}

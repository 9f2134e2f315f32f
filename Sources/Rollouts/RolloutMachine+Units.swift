import Planning

/// What one unit does next.
extension RolloutMachine {
    /// Has the unit's next operation done, if it has one.
    mutating func advance(_ number: Int) {
        guard slots[number].inFlight == nil else { return }
        if stage == .applying, slots[number].state.isUnbegun, let objection = objection(to: number) {
            slots[number].state = .notBegun(reason: objection)
        }
        guard let verb = next(number) else { return }
        switch verb {
        case .begin(let deadline):
            slots[number].state = .beginning
            slots[number].begunAt = now
            slots[number].deadline = deadline
            slots[number].extensions = 0
        case .rollback:
            slots[number].rollbacks += 1
        case .extend:
            slots[number].needsTime = false
        case .check, .baseline, .gate, .measure, .prepare, .apply, .verify, .watchReturn, .confirm, .observe:
            break
        }
        perform(verb, number)
    }

    private mutating func next(_ number: Int) -> Operation.Verb? {
        let slot = slots[number]
        if slot.unsettled != nil { return .observe }
        if slot.retreat != nil { return slot.state.isTouched ? nextBack(number) : nil }
        let movesAlone = policy(of: number).confirm == .each
        switch stage {
        case .applying:
            switch slot.state {
            case .pending:
                guard mayBegin else { return nil }
                return isPreparedAlone(slot) ? .prepare : .begin(deadline: deadline(of: slot.phase))
            case .prepared:
                return mayBegin ? .begin(deadline: deadline(of: slot.phase)) : nil
            case .armed:
                return .apply
            case .applied:
                guard movesAlone else { return nil }
                return slot.needsTime ? .extend(seconds: deadline(of: slot.phase)) : .verify
            case .verified:
                guard movesAlone else { return nil }
                return slot.attempt == 1 && mustRehearse(slot.phase) ? .watchReturn : .confirm
            case .beginning, .confirmed, .late, .notBegun, .reverted, .revertFailed, .unaccounted:
                return nil
            }
        case .new, .checking, .measuring, .preparing, .waiting, .extending, .verifying, .withholding, .confirming,
            .proving, .reconciling:
            return nil
        }
    }

    /// Units of earlier phases wait until those of later ones are back: a gateway keeps WireGuard for nodes that use it.
    private mutating func nextBack(_ number: Int) -> Operation.Verb? {
        let slot = slots[number]
        guard slot.phase >= retreatFloor else { return nil }
        guard slot.rollbacks < Self.mostRollbacks else {
            slots[number].state = .unaccounted(
                reason: "asked \(slot.rollbacks) times to roll back, still \(slot.state.word)"
            )
            return nil
        }
        return .rollback
    }

    /// Why a unit must not begin, as things are now.
    private func objection(to number: Int) -> String? {
        let slot = slots[number]
        if lacksFoundation(slot) { return "no gateway of \(slot.unit.scope) has been switched" }
        if isLastUplink(number) { return "it is the last uplink of its island that works" }
        return nil
    }

    /// Whether units of earlier phases in the same scope have to be there first, and none is.
    private func lacksFoundation(_ slot: Slot) -> Bool {
        guard slot.phase > 0, let scope = scopes[slot.unit.scope] else { return false }
        var isFounded = true
        for number in scope {
            // In the plan's order.
            guard slots[number].phase < slot.phase else { break }
            if slots[number].state == .confirmed, slots[number].retreat == nil { return false }
            isFounded = false
        }
        return !isFounded
    }

    /// Whether its island has other uplinks, but none that is known to work.
    private func isLastUplink(_ number: Int) -> Bool {
        guard let stake = plan.stakes[slots[number].unit], stake.isUplink, let uplinks = uplinks[stake.island] else {
            return false
        }
        var hasOthers = false
        for other in uplinks where other != number {
            if slots[other].state.works { return false }
            hasOthers = true
        }
        return hasOthers
    }

    /// Whether it is prepared right before it begins, not with all others of its phase.
    private func isPreparedAlone(_ slot: Slot) -> Bool {
        let phase = plan.phases[slot.phase]
        return phase.preparations.isEmpty && !phase.playbook.prepare.isEmpty
    }

    func policy(of number: Int) -> Plan.Policy { plan.phases[slots[number].phase].policy }

    /// Seconds that a transaction of the phase gets.
    func deadline(of phase: Int) -> Int {
        guard let policy = plan.phases[phase].policy.deadline else { return plan.phases[phase].playbook.deadline }
        return slowestCanary[phase].map { policy.deadline(afterCanary: $0) } ?? policy.maximum
    }

    /// Whether the units of the phase that would be confirmed now have to show first that they go back alone.
    func mustRehearse(_ phase: Int) -> Bool { plan.rehearsesRollback && !isRehearsed && phase == 0 }

    /// A device that gets on, but slowly, gets more time before its timer would take all back.
    mutating func giveTime(_ number: Int, _ unit: UnitID, step: Int) {
        let slot = slots[number]
        guard slot.inFlight == .apply, slot.retreat == nil, !slot.isExtending,
            slot.extensions < Self.mostExtensions,
            now - slot.begunAt > Double(slot.deadline * (slot.extensions + 1)) / 2
        else { return }
        slots[number].isExtending = true
        slots[number].extensions += 1
        emit(.record(.progressed(unit, step: step)))
        emitIntent(Operation(.extend(seconds: slot.deadline), unit, attempt: slot.attempt))
    }
}

extension UnitState {
    /// Whether a device in this state carries traffic, as far as anyone knows.
    fileprivate var works: Bool {
        switch self {
        case .pending, .prepared, .confirmed, .notBegun, .reverted: true
        case .beginning, .armed, .applied, .verified, .late, .revertFailed, .unaccounted: false
        }
    }

    /// Whether a transaction may still begin.
    package var isUnbegun: Bool {
        switch self {
        case .pending, .prepared: true
        case .beginning, .armed, .applied, .verified, .confirmed, .late, .notBegun, .reverted, .revertFailed,
            .unaccounted:
            false
        }
    }
}

import Planning

/// What one unit does next.
extension RolloutMachine {
    /// Has the unit's next operation done, if it has one.
    mutating func advance(_ number: Int) {
        guard slots[number].inFlight == nil else { return }
        if stage == .applying, slots[number].state.isUnbegun, let objection = objection(to: number) {
            let reason = objection.reason
            slots[number].state = objection.isForNow ? .late(reason: reason) : .notBegun(reason: reason)
            slots[number].nextTry = now
        }
        guard let verb = next(number) else { return }
        switch verb {
        case .begin(let deadline):
            slots[number].state = .beginning
            furthest = max(furthest, slots[number].phase)
            slots[number].begunAt = now
            slots[number].deadline = deadline
            slots[number].extensions = 0
        case .rollback:
            slots[number].rollbacks += 1
        case .extend:
            slots[number].needsTime = false
        case .check, .baseline, .gate, .measure, .prepare, .apply, .verify, .watchReturn, .confirm, .observe,
            .drain, .undrain:
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
    private func objection(to number: Int) -> Objection? {
        let slot = slots[number]
        if slot.unit.part == .close {
            if let objection = objectionToClosing(slot) { return objection }
        } else if lacksFoundation(slot) {
            return Objection(reason: "no gateway of \(slot.unit.scope) has been switched")
        }
        guard isLastUplink(number) else { return nil }
        return Objection(reason: "it is the last uplink of its island that works")
    }

    /// Closing is for those who have the new: a device needs its own opening, a gateway that of all who dial it as well.
    private func objectionToClosing(_ slot: Slot) -> Objection? {
        if let opening = slot.unit.opening.flatMap(number), !slots[opening].isNew {
            return Objection(reason: "it is not open: \(slots[opening].state.word)", isForNow: isLate(opening))
        }
        guard isGateway(slot) else { return nil }
        let left = (scopes[slot.unit.scope] ?? []).filter { !isGateway(slots[$0]) && !slots[$0].isNew }
        guard let first = left.first else { return nil }
        let more = left.count > 1 ? " and \(left.count - 1) more" : ""
        return Objection(
            reason: "\(slots[first].unit)\(more) may still need the old: \(slots[first].state.word)",
            isForNow: left.allSatisfy(isLate)
        )
    }

    /// Whether all that stands in the way is that a host is offline, and is tried again.
    private func isLate(_ number: Int) -> Bool {
        guard plan.lateJoining != nil, slots[number].retreat == nil else { return false }
        switch slots[number].state {
        case .late: return true
        // With those who were late, what waited for them is tried.
        case .pending, .prepared, .beginning, .armed, .applied, .verified: return isJoining
        case .confirmed, .notBegun, .reverted, .revertFailed, .unaccounted: return false
        }
    }

    func isGateway(_ slot: Slot) -> Bool { plan.phases[slot.phase].playbook.target == .gateway }

    /// Whether gateways of earlier phases in the same scope have to be there first, and none is.
    private func lacksFoundation(_ slot: Slot) -> Bool {
        let gateways = (scopes[slot.unit.scope] ?? []).filter { slots[$0].phase < slot.phase && isGateway(slots[$0]) }
        return !gateways.isEmpty && !gateways.contains { slots[$0].isNew }
    }

    /// Whether its island has other uplinks, but none that is known to work.
    private func isLastUplink(_ number: Int) -> Bool {
        let host = slots[number].unit.host
        guard let stake = plan.stakes[slots[number].unit], stake.isUplink, let uplinks = uplinks[stake.island] else {
            return false
        }
        let others = uplinks.filter { $0.key != host }
        return !others.isEmpty
            && others.values.allSatisfy { numbers in numbers.contains { !slots[$0].state.works } }
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

extension RolloutMachine {
    /// Why a unit must not begin.
    private struct Objection {
        var reason: String
        /// Whether it is tried again with those who were offline.
        var isForNow = false
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

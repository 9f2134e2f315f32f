import Planning

/// Another controller goes on.
extension RolloutMachine {
    /// Nothing that was under way is known any more; each device that may hold a change is asked.
    mutating func takeOver() {
        outcome = nil
        announcedPause = nil
        active = 0
        companionsInFlight = []
        if end == .paused {
            end = nil
            failures.forgive()
        }
        let interrupted = fleetVerb
        fleetVerb = nil
        let goesOn = end == nil && (wavesEnded == nil || slots.contains(where: isDue))
        for number in slots.indices { forget(number, goesOn: goesOn) }
        // Of a gate only the wave is left, which is looked at first.
        if interrupted == .check || interrupted == .baseline, let interrupted { return performOnAll(interrupted) }
        stage = .reconciling
        for number in slots.indices where slots[number].unsettled != nil { advance(number) }
    }

    /// - Parameters:
    ///   - number: of the slot.
    ///   - goesOn: whether further units will begin.
    private mutating func forget(_ number: Int, goesOn: Bool) {
        let wasInFlight = slots[number].inFlight
        slots[number].inFlight = nil
        slots[number].isExtending = false
        switch slots[number].state {
        case .pending, .prepared, .late, .notBegun, .reverted, .revertFailed:
            slots[number].unsettled = nil
        case .confirmed:
            // Somebody may have taken a gateway back meanwhile, and nodes must not be sent there.
            let isGateway = plan.phases[slots[number].phase].playbook.target == .gateway
            if wasInFlight != nil || isGateway && goesOn { slots[number].unsettled = .observe }
        case .beginning, .armed, .applied, .verified:
            slots[number].unsettled = .observe
        case .unaccounted:
            slots[number].retreat = .failure
            hasRetreats = true
            slots[number].unsettled = .observe
        }
    }

    /// All devices have told their state.
    mutating func leaveReconciling() {
        isJoining = false
        _ = nextOpening()
        let open = slots.indices.filter { isOpen(slots[$0]) }
        if isProvingLate, open.isEmpty {
            stage = .proving
        } else if wavesEnded != nil {
            enterLateOnes(with: open)
        } else if !open.isEmpty {
            enterOpenGroup()
        } else if end != nil {
            complete()
        } else if !proving.isEmpty {
            stage = .proving
        } else if slots.allSatisfy({ $0.phase != phase || $0.state.isUnbegun && $0.attempt == 1 }) {
            // Preparing may not have ended, nor what comes before it.
            if phase == 0 { enterMeasuring() } else { enterPhase(phase) }
        } else {
            wave = group(of: wave).first
            stage = .waiting
        }
    }

    /// What has begun ends in any case; but first it gets time again.
    private mutating func enterOpenGroup() {
        let group = group(of: wave)
        let unfinished = (group.first...group.last).first { wave in
            waves[phase][wave].contains { slots[$0].state.isUnbegun || slots[$0].state == .armed }
        }
        wave = unfinished ?? group.last
        if isTogether, unfinished == nil { enterExtending() } else { enterWave() }
    }

    /// Whether a unit is only looked at again: it was confirmed, and nobody wants it back.
    func isLookedAtAgain(_ number: Int) -> Bool {
        stage == .reconciling && slots[number].state == .confirmed && slots[number].retreat == nil
    }

    /// Whether a transaction has begun that is to go on.
    private func isOpen(_ slot: Slot) -> Bool {
        slot.state.isTouched && slot.state != .confirmed && slot.retreat == nil
    }

    /// Whether a host that was offline is to be tried now, or a pause has come before its turn.
    private func isDue(_ slot: Slot) -> Bool {
        if case .late = slot.state { slot.nextTry <= now } else { slot.state.isUnbegun }
    }

    /// Those whose pause has passed are tried again.
    private mutating func enterLateOnes(with open: [Int]) {
        joinedPhase = slots.indices.first { end == nil && isDue(slots[$0]) }.map { slots[$0].phase } ?? phase
        join(open)
    }

    /// Those of the phases after the one that has just joined: what waited for it can be tried now.
    mutating func enterNextLateOnes() {
        let next = slots.indices.first { end == nil && slots[$0].phase > joinedPhase && isDue(slots[$0]) }
        guard let next else { return complete() }
        joinedPhase = slots[next].phase
        join([])
    }

    /// Those who join late come after a phase's last wave.
    mutating func enterEnd(of phase: Int) {
        self.phase = phase
        wave = max(waves[phase].count - 1, 0)
    }

    private mutating func join(_ open: [Int]) {
        var due = open
        for number in slots.indices where end == nil && slots[number].phase == joinedPhase && isDue(slots[number]) {
            if case .late = slots[number].state { slots[number].state = .pending }
            due.append(number)
        }
        guard !due.isEmpty else { return complete() }
        enterEnd(of: joinedPhase)
        isJoining = true
        enter(due)
    }
}

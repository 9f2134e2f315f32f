import Planning
import Transactions

/// From stage to stage.
extension RolloutMachine {
    /// Goes on until something is under way, or time or a human must come.
    mutating func goOn() {
        fill()
        while active == 0, outcome == nil, leaveStage() {}
    }

    /// Begins units of the queue while there is room.
    private mutating func fill() {
        guard stage == .applying, end == nil else { return }
        while cursor < queue.count, mayBegin {
            let number = queue[cursor]
            guard active < max(policy(of: number).concurrency, 1) else { return }
            cursor += 1
            advance(number)
        }
    }

    /// Nothing of this stage is under way any more.
    ///
    /// - Returns: false if only time or a human can bring it further.
    private mutating func leaveStage() -> Bool {
        if startRetreats() { return true }
        switch stage {
        case .new:
            return false
        case .checking:
            if end == nil { enterMeasuring() } else { complete() }
        case .measuring:
            if end == nil { enterMeasuring() } else { complete() }
        case .preparing:
            stage = .waiting
        case .waiting:
            return leaveWaiting()
        case .applying:
            leaveApplying()
        case .extending:
            confirmsWave || end != nil ? enterVerifying() : enterNextWaveOfGroup()
        case .verifying:
            leaveVerifying()
        case .withholding:
            isRehearsed = true
            restartGroup()
        case .confirming:
            // A confirmation whose reply was lost may have to be sent again.
            if !performOnGroup(.confirm, in: .verified) { leaveWave() }
        case .proving:
            return leaveProving()
        case .reconciling:
            leaveReconciling()
        }
        return true
    }

    mutating func enterMeasuring() {
        stage = .measuring
        if plan.needsBaseline, baseline == nil {
            performOnAll(.baseline)
        } else if plan.measuring != nil, !measured.contains(0) {
            performOnAll(.measure(phases: 0))
        } else {
            enterPhase(0)
        }
    }

    mutating func enterPhase(_ next: Int) {
        guard next < plan.phases.count else { return complete() }
        phase = next
        wave = 0
        stage = .preparing
        for unit in plan.phases[next].preparations {
            if let number = number(of: unit) {
                if slots[number].state == .pending { perform(.prepare, number) }
            } else if keys[unit] == nil {
                performCompanion(unit)
            }
        }
    }

    // MARK: - Between waves

    private mutating func leaveWaiting() -> Bool {
        guard end == nil else {
            complete()
            return true
        }
        if needsApproval { return wait(for: .approval) }
        if let opening = nextOpening() { return wait(for: .window(until: opening)) }
        announcedPause = nil
        if isJoining { enter(queue) } else { enterWave() }
        return true
    }

    private mutating func wait(for pause: Pause) -> Bool {
        guard announcedPause != pause else { return false }
        announcedPause = pause
        emit(.record(.waiting(pause)))
        switch pause {
        case .soak(let moment), .window(let moment): emit(.wake(at: moment))
        case .approval: break
        }
        return false
    }

    // MARK: - Gates

    mutating func settleGate(_ result: OperationResult) {
        switch result {
        case .judged(let verdict):
            switch verdict.outcome {
            case .passed: needsGate = false
            case .failed: failWave("the gate stays shut: \(verdict.reason)")
            case .inconclusive: halt("the gate can't tell: \(verdict.reason)")
            }
        case .failed(let reasons): halt("the gate can't tell: \(reasons.joined(separator: "; "))")
        case .unreachable(let reason), .unknown(let reason): halt("the gate can't tell: \(reason)")
        case .refused(let refusal): halt("the gate can't tell: \(refusal.message)")
        case .succeeded, .prepared, .measured, .gauged, .reported: halt("the gate gave no verdict")
        }
    }

    // MARK: - A wave

    mutating func enterWave() {
        emit(.record(.entered(phase: plan.phases[phase].name, wave: wave + 1)))
        enter(Array(waves[phase][wave]))
    }

    mutating func enter(_ units: [Int]) {
        stage = .applying
        queue = units
        cursor = 0
        // What has begun goes on in any case, also when the window has closed.
        for number in units where slots[number].state.isTouched { advance(number) }
        fill()
    }

    private mutating func leaveApplying() {
        if queue.contains(where: { slots[$0].state.isUnbegun && slots[$0].retreat == nil }) {
            // The window has closed, or a pause has come: the wave isn't over.
            stage = .waiting
        } else if isJoining {
            leaveJoining()
        } else if !isTogether {
            leaveWave()
        } else if end != nil || confirmsWave && groupCount(in: .applied) < 2 {
            enterVerifying()
        } else {
            enterExtending()
        }
    }

    mutating func enterExtending() {
        stage = .extending
        performOnGroup(.extend(seconds: deadline(of: phase)), in: .applied)
    }

    private mutating func enterNextWaveOfGroup() {
        wave += 1
        enterWave()
    }

    private mutating func enterVerifying() {
        stage = .verifying
        performOnGroup(.verify, in: .applied)
    }

    private mutating func leaveVerifying() {
        if mustRehearse(phase) {
            stage = .withholding
            if performOnGroup(.watchReturn, in: .verified) { return }
        }
        stage = .confirming
    }

    private mutating func restartGroup() {
        wave = group(of: wave).first
        if end == nil { enterWave() } else { stage = .waiting }
    }

    /// All units of the wave, or of the group, are at rest.
    private mutating func leaveWave() {
        isRehearsed = true
        // A pause has come before all of it was switched: it is entered again.
        if end != nil, groupSlots.contains(where: { slots[$0].state.isUnbegun }) { return complete() }
        proving = Array(groupSlots)
        stage = .proving
        let policy = plan.phases[phase].policy
        let isLast = phase + 1 == plan.phases.count && wave + 1 == waves[phase].count
        needsGate = policy.gate != nil && groupCount(in: .confirmed) > 0
        // Nothing comes after the last one that would have to wait.
        soakEnds = policy.soak > 0 && (needsGate || !isLast) ? now + Double(policy.soak) : nil
    }

    private mutating func leaveProving() -> Bool {
        guard end == nil else {
            complete()
            return true
        }
        if let soakEnds, now < soakEnds { return wait(for: .soak(until: soakEnds)) }
        soakEnds = nil
        announcedPause = nil
        let isLast = wave + 1 == waves[phase].count
        if needsGate {
            performOnAll(.gate(phase: phase))
        } else if isProvingLate {
            isProvingLate = false
            proving = []
            enterNextLateOnes()
        } else if plan.measuring != nil, isLast, !measured.contains(phase + 1) {
            performOnAll(.measure(phases: phase + 1))
        } else {
            enterNextWave()
        }
        return true
    }

    /// Hosts that had been offline are at rest: what was switched has to prove itself, too.
    private mutating func leaveJoining() {
        isJoining = false
        let switched = queue.filter { slots[$0].state == .confirmed && policy(of: $0).gate != nil }
        guard let last = switched.map({ slots[$0].phase }).max() else { return enterNextLateOnes() }
        enterEnd(of: last)
        proving = switched.filter { slots[$0].phase == last }
        isProvingLate = true
        needsGate = true
        stage = .proving
    }

    private mutating func enterNextWave() {
        proving = []
        switch plan.approval {
        case .never: break
        case .beforeEachWave: needsApproval = true
        case .afterCanary: needsApproval = phase == 0 && group(of: wave).first == 0
        }
        guard wave + 1 < waves[phase].count else { return enterPhase(phase + 1) }
        wave += 1
        stage = .waiting
    }

    // MARK: - Groups: waves that are confirmed together

    var isTogether: Bool { plan.phases[phase].policy.confirm == .together }

    private var confirmsWave: Bool { plan.phases[phase].waves[wave].confirms }

    /// The waves of the current phase that are confirmed with one of them.
    func group(of wave: Int) -> (first: Int, last: Int) {
        guard isTogether else { return (wave, wave) }
        let all = plan.phases[phase].waves
        let first = (all[..<wave].lastIndex { $0.confirms } ?? -1) + 1
        return (first, all[wave...].firstIndex { $0.confirms } ?? all.count - 1)
    }

    func slots(ofGroup wave: Int) -> Range<Int> {
        let group = group(of: wave)
        return waves[phase][group.first].lowerBound..<waves[phase][group.last].upperBound
    }

    var groupSlots: Range<Int> { slots(ofGroup: wave) }

    private func groupCount(in state: UnitState) -> Int {
        groupSlots.count { slots[$0].state == state && slots[$0].retreat == nil }
    }

    /// - Returns: whether there was any unit in that state.
    @discardableResult
    private mutating func performOnGroup(_ verb: Operation.Verb, in state: UnitState) -> Bool {
        var isAny = false
        for number in groupSlots where slots[number].state == state && slots[number].retreat == nil {
            perform(verb, number)
            isAny = true
        }
        return isAny
    }
}

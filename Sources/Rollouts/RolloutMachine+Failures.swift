import FleetModel
import Planning

/// What follows when something fails.
extension RolloutMachine {
    /// A unit has failed: it goes back, and with it what the policy names.
    mutating func fail(_ number: Int, _ reason: String, isUnreachable: Bool = false) {
        let unit = slots[number].unit
        emit(.record(.turnedBack(reason: "\(unit): \(reason)")))
        sendBack(number, reason)
        let policy = policy(of: number)
        if policy.confirm == .together, slots[number].phase == phase {
            for other in slots(ofGroup: slots[number].wave).reversed() { sendBack(other, "\(unit) failed") }
        }
        sendBack(by: policy.onFailure, phase: slots[number].phase, wave: slots[number].wave, scopes: [unit.scope])
        count(number, isUnreachable: isUnreachable)
    }

    /// Counts a host that failed; when it is one too many, no further unit begins.
    mutating func count(_ number: Int, isUnreachable: Bool = false) {
        let unit = slots[number].unit
        let stake = plan.stakes[unit]
        let uplinkCount = stake.flatMap { uplinks[$0.island]?.count } ?? 0
        failures.count(unit.host, stake, uplinksOfIsland: uplinkCount)
        guard failures.exceed(plan.budget), end == nil || end == .paused else { return }
        emit(.record(.turnedBack(reason: "\(unit) is one more failure than max_failed allows")))
        stop(isUnreachable ? .unreachable : .failed)
    }

    /// Something failed that no unit of the rollout stands for.
    mutating func failAll(_ reason: String, scopes: Set<String>, isUnreachable: Bool = false) {
        emit(.record(.turnedBack(reason: reason)))
        for number in slots.indices.reversed() where scopes.contains(slots[number].unit.scope) {
            sendBack(number, reason)
        }
        stop(isUnreachable ? .unreachable : .failed)
    }

    /// What was switched with the current wave doesn't prove itself: the wave goes back, and what the policy names.
    mutating func failWave(_ reason: String) {
        let policy = plan.phases[phase].policy.onFailure
        guard policy != .pause else { return halt(reason) }
        emit(.record(.turnedBack(reason: reason)))
        stop(.failed)
        for number in proving.reversed() { sendBack(number, reason) }
        let scopes = Set(proving.map { slots[$0].unit.scope })
        // Those who joined late are no wave of their own.
        let wider: FailurePolicy = isProvingLate && policy == .revertWave ? .revertHost : policy
        sendBack(by: wider, phase: phase, wave: wave, scopes: scopes)
    }

    /// Nobody knows whether to go on or back.
    mutating func halt(_ reason: String) {
        emit(.record(.halted(reason: reason)))
        stop(.paused)
    }

    /// The first reason to stop is the one that counts; but a failure is more than a pause.
    mutating func stop(_ reason: End) {
        if end == nil || end == .paused { end = reason }
    }

    mutating func sendBack(by policy: FailurePolicy, phase: Int, wave: Int, scopes: Set<String>) {
        switch policy {
        case .revertHost:
            break
        case .revertWave:
            for number in waves[phase][wave].reversed() { sendBack(number, "its wave goes back") }
        case .revertDomain:
            for number in slots.indices.reversed() where scopes.contains(slots[number].unit.scope) {
                sendBack(number, "its domain goes back")
            }
        case .revertRollout:
            for number in slots.indices.reversed() { sendBack(number, "the rollout goes back") }
            stop(.failed)
        case .pause:
            pause()
        }
    }

    private mutating func sendBack(_ number: Int, _ reason: String) {
        switch slots[number].state {
        case .beginning, .armed, .applied, .verified, .confirmed:
            guard slots[number].retreat != .failure else { return }
            slots[number].retreat = .failure
            hasRetreats = true
            retreatFloor = furthest
            advance(number)
        case .pending, .prepared, .late:
            slots[number].state = .notBegun(reason: reason)
        case .notBegun, .reverted, .revertFailed, .unaccounted:
            break
        }
    }

    // MARK: - The way back

    /// Sends back what had to wait, the last phase first.
    ///
    /// - Returns: whether anything is under way.
    mutating func startRetreats() -> Bool {
        guard hasRetreats else { return false }
        for number in slots.indices.reversed() where slots[number].isGoingBack {
            let floor = slots[number].phase
            // Whether those of later phases are back is known only when nothing of them is under way.
            guard active == 0 || floor == retreatFloor else { break }
            if floor < furthest, slots[number].state == .confirmed, isNeeded(slots[number]) {
                // It stays new, as a device of a later phase does.
                slots[number].retreat = nil
                continue
            }
            retreatFloor = floor
            advance(number)
        }
        hasRetreats = active > 0
        return hasRetreats
    }

    /// Whether a device of a later phase in the same scope may still use what this one offers: itself, or who dials it;
    /// or whether there is nothing that it could go back to.
    private func isNeeded(_ slot: Slot) -> Bool {
        let isGateway = isGateway(slot)
        if !isGateway, isOldGone(in: slot.unit.scope) { return true }
        return slots.contains { other in
            guard other.phase > slot.phase, other.unit.scope == slot.unit.scope, other.state.mayBeThere else {
                return false
            }
            return other.unit.host == slot.unit.host || isGateway && !self.isGateway(other)
        }
    }

    /// Whether all gateways of a scope have closed what nodes would dial again, and none has got it back.
    private func isOldGone(in scope: String) -> Bool {
        let gateways = (scopes[scope] ?? []).map { slots[$0] }.filter(isGateway)
        let closed = Set(gateways.filter { $0.unit.part == .close && $0.state.mayBeThere }.map(\.unit.host))
        guard !closed.isEmpty else { return false }
        let others = plan.fleet.gateways.filter { $0.domains.contains(scope) }.map(\.name)
        return closed.isSuperset(of: gateways.map(\.unit.host) + others)
    }

    // MARK: - A human's word

    mutating func heed(_ word: ControlWord) {
        guard outcome == nil else { return }
        switch word {
        case .pause:
            pause()
        case .approve:
            needsApproval = false
        case .abort:
            emit(.record(.turnedBack(reason: "aborted")))
            stop(.failed)
            leaveLook()
            abandonGroup(for: .failure)
            let current = plan.phases[phase]
            let scopes = Set(groupSlots.map { slots[$0].unit.scope })
            sendBack(by: current.policy.onFailure, phase: phase, wave: wave, scopes: scopes)
        }
    }

    private mutating func pause() {
        stop(.paused)
        leaveLook()
        let isIncomplete = groupSlots.contains { slots[$0].state.isUnbegun }
        // Units that wait for others that won't begin can't be confirmed.
        if isTogether, isIncomplete { abandonGroup(for: .pause) }
    }

    /// Nobody waits for its answer any more; it is asked again when the rollout goes on.
    private mutating func leaveLook() {
        guard fleetVerb?.isLook ?? false else { return }
        fleetVerb = nil
        active -= 1
    }

    private mutating func abandonGroup(for reason: Slot.Retreat) {
        for number in groupSlots.reversed() where slots[number].state.isTouched {
            guard slots[number].state != .confirmed, slots[number].retreat == nil else { continue }
            slots[number].retreat = reason
            hasRetreats = true
            retreatFloor = furthest
            advance(number)
        }
    }
}

extension RolloutMachine.Slot {
    /// Whether a change is still to be taken back, and nothing is being done to it.
    fileprivate var isGoingBack: Bool { retreat != nil && state.isTouched && inFlight == nil }
}

extension UnitState {
    /// Whether the device may have what the transaction brings.
    fileprivate var mayBeThere: Bool {
        switch self {
        case .beginning, .armed, .applied, .verified, .confirmed, .revertFailed, .unaccounted: true
        case .pending, .prepared, .late, .notBegun, .reverted: false
        }
    }
}

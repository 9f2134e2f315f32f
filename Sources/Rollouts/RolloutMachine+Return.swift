import Planning

/// The way back, and how a rollout ends.
extension RolloutMachine {
    mutating func goBack() -> [Action] {
        let next = start(retreats())
        guard next.isEmpty, inFlight.isEmpty else { return next }
        return finish(outcome)
    }

    private mutating func retreats() -> [Operation] {
        plan.units.reversed().compactMap { unit in
            guard let state = units[unit], state.isTouched, mustGoBack(unit, state) else { return nil }
            guard !inFlight.contains(where: { $0.unit == unit }), unsettled[unit] == nil else { return nil }
            let sent = rollbacks[unit, default: 0]
            guard sent < Self.mostRollbacks else {
                units[unit] = .unaccounted(reason: "asked \(sent) times to roll back, still \(state.word)")
                return nil
            }
            rollbacks[unit] = sent + 1
            return .rollback(unit)
        }
    }

    private func mustGoBack(_ unit: UnitID, _ state: UnitState) -> Bool {
        guard state == .confirmed else { return true }
        switch setback {
        case .failure(let scopes, _), .unreachable(let scopes, _): return scopes.contains(unit.scope)
        case .interruption, nil: return false
        }
    }

    private var outcome: RolloutOutcome {
        let states = units.values
        if states.contains(where: { if case .revertFailed = $0 { true } else { false } }) { return .undoFailed }
        if states.contains(where: { if case .unaccounted = $0 { true } else { false } }) { return .pending }
        if states.allSatisfy({ $0 == .confirmed }) { return .done }
        if states.contains(.confirmed) { return .pending }
        if states.contains(where: { if case .reverted = $0 { true } else { false } }) { return .rolledBack }
        if case .unreachable = setback { return .stoppedByUnreachable }
        return .refused
    }
}

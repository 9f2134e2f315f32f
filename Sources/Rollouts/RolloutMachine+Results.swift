import Planning
import Transactions

/// What the result of an operation means for its unit and for the rollout.
extension RolloutMachine {
    mutating func settle(_ operation: Operation, _ result: OperationResult) -> [Action] {
        guard let unit = operation.unit else { return settleCheck(result) }
        switch operation {
        case .check:
            return []
        case .prepare:
            return settlePrepare(unit, result)
        case .begin, .apply, .extend, .confirm, .rollback, .observe:
            return settleVerb(operation, on: unit, result)
        case .verify:
            return settleVerify(unit, result)
        }
    }

    private mutating func settleCheck(_ result: OperationResult) -> [Action] {
        switch result {
        case .succeeded, .prepared, .reported:
            return []
        case .failed(let findings):
            return fail(scopes: [], findings.joined(separator: "; "))
        case .refused(let refusal):
            return fail(scopes: [], refusal.message)
        case .unreachable(let reason), .unknown(let reason):
            return turnBack(.unreachable(scopes: [], reason: reason), reason: reason)
        }
    }

    private mutating func settlePrepare(_ unit: UnitID, _ result: OperationResult) -> [Action] {
        switch result {
        case .prepared(let key):
            keys[unit] = key
            return prepared(unit)
        case .succeeded, .reported:
            return prepared(unit)
        case .failed(let reasons):
            return giveUp(unit, reasons.joined(separator: "; "))
        case .refused(let refusal):
            return giveUp(unit, refusal.message)
        case .unreachable(let reason), .unknown(let reason):
            units[unit] = .notBegun(reason: reason)
            return turnBack(.unreachable(scopes: [unit.scope], reason: "\(unit): \(reason)"), reason: reason)
        }
    }

    /// A unit that is only prepared, as others need its key, has no state of its own.
    private mutating func prepared(_ unit: UnitID) -> [Action] {
        if units[unit] != nil { units[unit] = .prepared }
        return []
    }

    private mutating func settleVerify(_ unit: UnitID, _ result: OperationResult) -> [Action] {
        switch result {
        case .succeeded, .prepared, .reported:
            units[unit] = .verified
            return []
        case .failed(let reasons):
            return fail(scopes: [unit.scope], "\(unit): " + reasons.joined(separator: "; "))
        case .refused(let refusal):
            return fail(scopes: [unit.scope], "\(unit): \(refusal.message)")
        case .unreachable(let reason), .unknown(let reason):
            return fail(scopes: [unit.scope], "\(unit): \(reason)")
        }
    }

    private mutating func settleVerb(_ operation: Operation, on unit: UnitID, _ result: OperationResult) -> [Action] {
        switch result {
        case .reported(let report):
            unsettled[unit] = nil
            return adopt(report, for: unit, after: operation)
        case .refused(let refusal):
            unsettled[unit] = nil
            return settleRefusal(operation, on: unit, refusal)
        case .unreachable(let reason), .unknown(let reason):
            if case .observe = operation {
                unsettled[unit] = nil
                units[unit] = .unaccounted(reason: reason)
                return fail(scopes: [unit.scope], "\(unit): \(reason)")
            }
            if case .begin = operation, case .unreachable = result {
                units[unit] = .notBegun(reason: reason)
                return turnBack(.unreachable(scopes: [unit.scope], reason: "\(unit): \(reason)"), reason: reason)
            }
            unsettled[unit] = operation
            return []
        case .succeeded, .prepared:
            return fail(scopes: [unit.scope], "\(unit): \(operation.verb) gave no report")
        case .failed(let reasons):
            unsettled[unit] = nil
            return settleFailure(operation, on: unit, reasons.joined(separator: "; "))
        }
    }

    /// Nothing could be sent: the fault is here, not on the device.
    private mutating func settleFailure(_ operation: Operation, on unit: UnitID, _ reason: String) -> [Action] {
        switch operation {
        case .begin:
            return giveUp(unit, reason)
        case .observe, .rollback:
            units[unit] = .unaccounted(reason: reason)
            return fail(scopes: [unit.scope], "\(unit): \(reason)")
        case .check, .prepare, .apply, .extend, .verify, .confirm:
            return fail(scopes: [unit.scope], "\(unit): \(reason)")
        }
    }

    /// Takes over what the device says; the device is right.
    private mutating func adopt(_ report: DeviceReport, for unit: UnitID, after operation: Operation) -> [Action] {
        switch report.state {
        case .armed, .applying:
            units[unit] = .armed
            return []
        case .applied:
            if units[unit] != .verified { units[unit] = .applied }
            return []
        case .confirmed:
            units[unit] = .confirmed
            return []
        case .reverting:
            // At rest it would not say so: its revert bound has passed.
            units[unit] = .unaccounted(reason: "still reverting after its revert bound: \(report.reason)")
            return fail(scopes: [unit.scope], "\(unit): still reverting after its revert bound")
        case .reverted:
            units[unit] = .reverted(reason: report.reason)
            if case .rollback = operation { return [] }
            return fail(scopes: [unit.scope], "\(unit): reverted: \(report.reason)")
        case .revertFailed:
            units[unit] = .revertFailed(differences: report.differences)
            return fail(scopes: [unit.scope], "\(unit): an undo failed: \(report.differences.joined(separator: "; "))")
        }
    }

    private mutating func settleRefusal(
        _ operation: Operation,
        on unit: UnitID,
        _ refusal: DeviceRefusal
    ) -> [Action] {
        switch operation {
        case .begin:
            return giveUp(unit, refusal.message)
        case .observe:
            // The only refusal of a question: the device doesn't know the transaction.
            if units[unit] == .beginning { return giveUp(unit, "nothing had begun: \(refusal.message)") }
            units[unit] = .unaccounted(reason: "its state is gone: \(refusal.message)")
            return fail(scopes: [unit.scope], "\(unit): its state is gone: \(refusal.message)")
        case .check, .prepare, .apply, .extend, .verify, .confirm:
            // Too late, fenced off, or in another state than thought: the device tells which.
            unsettled[unit] = .observe(unit)
            return fail(scopes: [unit.scope], "\(unit): \(operation.verb) refused: \(refusal.message)")
        case .rollback:
            units[unit] = .unaccounted(reason: "rollback refused: \(refusal.message)")
            return fail(scopes: [unit.scope], "\(unit): rollback refused: \(refusal.message)")
        }
    }

    private mutating func giveUp(_ unit: UnitID, _ reason: String) -> [Action] {
        units[unit] = .notBegun(reason: reason)
        return fail(scopes: [unit.scope], "\(unit): \(reason)")
    }

    private mutating func fail(scopes: Set<String>, _ reason: String) -> [Action] {
        turnBack(.failure(scopes: scopes, reason: reason), reason: reason)
    }

    /// The first setback is the one that is told; later ones add their scopes.
    mutating func turnBack(_ new: Setback, reason: String) -> [Action] {
        let isFirst = setback == nil
        switch (setback, new) {
        case (nil, _), (.interruption, _):
            setback = new
        case (.failure(let scopes, let first), .failure(let more, _)),
            (.failure(let scopes, let first), .unreachable(let more, _)):
            setback = .failure(scopes: scopes.union(more), reason: first)
        case (.unreachable(let scopes, let first), .failure(let more, _)),
            (.unreachable(let scopes, let first), .unreachable(let more, _)):
            setback = .unreachable(scopes: scopes.union(more), reason: first)
        case (.failure, .interruption), (.unreachable, .interruption):
            break
        }
        stage = .turningBack
        return isFirst ? [.record(.turnedBack(reason: reason))] : []
    }
}

import Planning
import Transactions

/// What the result of an operation means for its unit and for the rollout.
extension RolloutMachine {
    mutating func settle(_ operation: Operation, _ number: Int?, _ result: OperationResult) {
        guard let unit = operation.unit else { return settleOnAll(operation, result) }
        guard let number else {
            active -= 1
            companionsInFlight.remove(unit)
            return settleCompanion(unit, result)
        }
        guard slots[number].inFlight == operation.verb else {
            // Whether or not the timer could be moved, the apply beside it tells how it went.
            slots[number].isExtending = false
            return
        }
        slots[number].inFlight = nil
        active -= 1
        switch operation.verb {
        case .check, .baseline, .gate, .measure, .drain, .undrain:
            break
        case .prepare:
            settlePrepare(number, result)
        case .verify:
            settleVerify(number, result)
        case .begin, .apply, .extend, .watchReturn, .confirm, .observe, .rollback:
            settleVerb(operation.verb, number, result)
        }
    }

    private mutating func settleOnAll(_ operation: Operation, _ result: OperationResult) {
        // Nobody waits for it any more.
        guard operation.verb == fleetVerb, operation.attempt == max(lookCount, 1) else { return }
        active -= 1
        fleetVerb = nil
        switch operation.verb {
        case .gate:
            settleGate(result)
        case .baseline:
            settleBaseline(result)
        case .measure(let phases):
            // Whatever it says: a number that is missing is no reason to stop.
            measured.insert(phases)
        case .check, .prepare, .begin, .apply, .extend, .verify, .watchReturn, .confirm, .observe, .rollback, .drain,
            .undrain:
            settleCheck(result)
        }
    }

    private mutating func settleBaseline(_ result: OperationResult) {
        switch result {
        case .measured(let measured): baseline = measured
        case .succeeded: failAll("nobody told how the mesh is", scopes: [])
        case .prepared, .judged, .gauged, .reported, .failed, .refused, .unreachable, .unknown: settleCheck(result)
        }
    }

    private mutating func settleCheck(_ result: OperationResult) {
        switch result {
        case .succeeded: break
        case .prepared, .measured, .judged, .gauged, .reported: failAll("the check gave no verdict", scopes: [])
        case .failed(let findings): failAll(findings.joined(separator: "; "), scopes: [])
        case .refused(let refusal): failAll(refusal.message, scopes: [])
        case .unreachable(let reason), .unknown(let reason): failAll(reason, scopes: [], isUnreachable: true)
        }
    }

    private mutating func settleCompanion(_ unit: UnitID, _ result: OperationResult) {
        switch result {
        case .prepared(let key): keys[unit] = key
        case .succeeded: break
        case .measured, .judged, .gauged, .reported: failAll("\(unit): prepare gave no key", scopes: [unit.scope])
        case .failed(let reasons): failAll("\(unit): \(reasons.joined(separator: "; "))", scopes: [unit.scope])
        case .refused(let refusal): failAll("\(unit): \(refusal.message)", scopes: [unit.scope])
        case .unreachable(let reason), .unknown(let reason):
            failAll("\(unit): \(reason)", scopes: [unit.scope], isUnreachable: true)
        }
    }

    private mutating func settlePrepare(_ number: Int, _ result: OperationResult) {
        switch result {
        case .prepared(let key):
            if let key, let owner = owner(of: key, otherThan: slots[number].unit.host) {
                return giveUp(
                    number,
                    "its WireGuard key is that of \(owner), too, and gateways know only one of both; remove the copied one, and it makes its own"
                )
            }
            keys[slots[number].unit] = key
            if slots[number].state == .pending { slots[number].state = .prepared }
        case .succeeded:
            if slots[number].state == .pending { slots[number].state = .prepared }
        case .measured, .judged, .gauged, .reported:
            giveUp(number, "prepare gave no key")
        case .failed(let reasons):
            giveUp(number, reasons.joined(separator: "; "))
        case .refused(let refusal):
            giveUp(number, refusal.message)
        case .unreachable(let reason), .unknown(let reason):
            miss(number, reason)
        }
    }

    /// Copied images bring copied keys.
    private func owner(of key: String, otherThan host: String) -> String? {
        keys.filter { $0.value == key && $0.key.host != host }.map(\.key.host).min()
    }

    private mutating func settleVerify(_ number: Int, _ result: OperationResult) {
        switch result {
        case .succeeded:
            slots[number].state = .verified
        case .prepared, .measured, .judged, .gauged, .reported:
            fail(number, "verify gave no verdict")
        case .failed(let reasons):
            fail(number, reasons.joined(separator: "; "))
        case .refused(let refusal):
            fail(number, refusal.message)
        case .unreachable(let reason), .unknown(let reason):
            fail(number, reason)
        }
    }

    private mutating func settleVerb(_ verb: Operation.Verb, _ number: Int, _ result: OperationResult) {
        switch result {
        case .reported(let report):
            slots[number].unsettled = nil
            adopt(report, number, after: verb)
        case .refused(let refusal):
            slots[number].unsettled = nil
            settleRefusal(verb, number, refusal)
        case .unreachable(let reason), .unknown(let reason):
            settleSilence(verb, number, reason, isUnsent: result.isUnsent)
        case .succeeded, .prepared, .measured, .judged, .gauged:
            slots[number].unsettled = .observe
            fail(number, "\(verb.word) gave no report")
        case .failed(let reasons):
            slots[number].unsettled = nil
            settleFailure(verb, number, reasons.joined(separator: "; "))
        }
    }

    private mutating func settleSilence(_ verb: Operation.Verb, _ number: Int, _ reason: String, isUnsent: Bool) {
        switch verb {
        case .observe where isLookedAtAgain(number):
            // It needs nothing; whether it works is for those to find out who need it.
            slots[number].unsettled = nil
        case .observe, .watchReturn:
            // The latest moment at which it must have come back has passed.
            slots[number].unsettled = nil
            slots[number].state = .unaccounted(reason: reason)
            fail(number, reason)
        case .begin where isUnsent:
            miss(number, reason)
        case .check, .baseline, .gate, .measure, .prepare, .begin, .apply, .extend, .verify, .confirm, .rollback,
            .drain, .undrain:
            slots[number].unsettled = verb
        }
    }

    /// Nothing could be sent: the fault is here, not on the device.
    private mutating func settleFailure(_ verb: Operation.Verb, _ number: Int, _ reason: String) {
        switch verb {
        case .begin:
            giveUp(number, reason)
        case .observe, .watchReturn, .rollback:
            slots[number].state = .unaccounted(reason: reason)
            fail(number, reason)
        case .check, .baseline, .gate, .measure, .prepare, .apply, .extend, .verify, .confirm, .drain, .undrain:
            fail(number, reason)
        }
    }

    private mutating func settleRefusal(_ verb: Operation.Verb, _ number: Int, _ refusal: DeviceRefusal) {
        switch verb {
        case .begin:
            giveUp(number, refusal.message)
        case .observe, .watchReturn:
            // The only refusal of a question: the device doesn't know the transaction.
            settleAbsence(number, refusal)
        case .check, .baseline, .gate, .measure, .prepare, .apply, .extend, .verify, .confirm, .drain, .undrain:
            // Too late, fenced off, or in another state than thought: the device tells which.
            slots[number].unsettled = .observe
            fail(number, "\(verb.word) refused: \(refusal.message)")
        case .rollback:
            slots[number].state = .unaccounted(reason: "rollback refused: \(refusal.message)")
            fail(number, "rollback refused: \(refusal.message)")
        }
    }

    private mutating func settleAbsence(_ number: Int, _ refusal: DeviceRefusal) {
        guard refusal.code == .noSuchTransaction else {
            slots[number].state = .unaccounted(reason: refusal.message)
            return fail(number, refusal.message)
        }
        guard slots[number].state == .beginning else {
            slots[number].state = .unaccounted(reason: "its state is gone: \(refusal.message)")
            return fail(number, "its state is gone: \(refusal.message)")
        }
        if slots[number].retreat == .pause || stage == .reconciling && slots[number].retreat == nil {
            // The begin never arrived, so this is the first one.
            slots[number].state = .prepared
            slots[number].retreat = nil
        } else {
            giveUp(number, "nothing had begun: \(refusal.message)")
        }
    }

    private mutating func giveUp(_ number: Int, _ reason: String) {
        slots[number].state = .notBegun(reason: reason)
        fail(number, reason)
    }

    /// Nothing has begun, and the unit was to go back anyway.
    private mutating func rest(_ number: Int, _ reason: String) {
        switch slots[number].retreat {
        case .pause:
            slots[number].state = .prepared
            slots[number].retreat = nil
        case .failure, nil:
            if slots[number].state.isTouched { slots[number].state = .notBegun(reason: reason) }
        }
    }

    /// A host that can't be reached, on which nothing has begun.
    private mutating func miss(_ number: Int, _ reason: String) {
        let isExpected = plan.stakes[slots[number].unit]?.isOffline ?? false
        guard slots[number].retreat == nil, slots[number].state.isUnbegun || slots[number].state == .beginning else {
            if !isExpected { count(number, isUnreachable: true) }
            return rest(number, reason)
        }
        if let lateJoining = plan.lateJoining, policy(of: number).confirm == .each {
            slots[number].tries += 1
            slots[number].nextTry = now + Double(lateJoining.pause(afterTries: slots[number].tries))
            slots[number].state = .late(reason: reason)
            // Those that are tried again have been counted.
            if !isExpected, slots[number].tries == 1 { count(number, isUnreachable: true) }
        } else {
            slots[number].state = .notBegun(reason: reason)
            if !isExpected { fail(number, reason, isUnreachable: true) }
        }
    }
}

extension OperationResult {
    /// Whether nothing can have reached the device.
    fileprivate var isUnsent: Bool {
        switch self {
        case .unreachable: true
        case .succeeded, .prepared, .measured, .judged, .gauged, .reported, .refused, .failed, .unknown: false
        }
    }
}

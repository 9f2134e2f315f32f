import Mesh
import Planning
import Rollouts
import Transactions

/// Devices that do what they are asked, and what they promise to do alone; and that notice what nobody may ask of them.
struct SimulatedFleet {
    /// What becomes of an operation.
    enum Answer {
        case result(OperationResult)
        /// It lasts until then.
        case later(Double)
    }

    /// An operation on its way to a device.
    struct Request {
        var operation: Operation
        var number: Int
        var startedAt: Double
        /// Number of the operation in the rollout.
        var index: Int
        var fault: Fault?
        var controller: Int
        var token: Int
    }

    private static let revertSeconds: UInt64 = 20
    private static let returnOfOffline: UInt64 = 21
    private static let rebootSeconds = 60.0
    private static let askAgain = 20.0
    /// Seconds that a confirmation must come before the deadline.
    private static let confirmMargin = 5.0

    let terrain: Terrain
    let dice: Dice
    var units: [SimulatedUnit]
    private var downUntil: [Double]
    /// By host: the highest that it has seen.
    var tokens: [Int]
    /// Hosts on which nothing new may begin.
    var held: Set<Int> = []
    /// Hosts for which nobody waits: a human's word.
    var abandoned: Set<Int> = []
    /// By scope.
    var outages: [Outage?]
    private(set) var violations: [Violation] = []

    init(_ terrain: Terrain, dice: Dice) {
        self.terrain = terrain
        self.dice = dice
        units = Array(repeating: SimulatedUnit(), count: terrain.places.count)
        downUntil = Array(repeating: 0, count: terrain.hostCount)
        tokens = Array(repeating: 0, count: terrain.hostCount)
        outages = Array(repeating: nil, count: terrain.scopes.count)
        let period = Double(terrain.plan.lateJoining?.period ?? 3600)
        for place in terrain.places where place.isOffline {
            let back = dice.roll(place.host, Self.returnOfOffline, from: 0, to: 2)
            downUntil[place.host] = back > 1.5 ? .infinity : period * back
        }
    }

    // MARK: - What is the case

    func isUp(_ host: Int, _ now: Double) -> Bool { downUntil[host] <= now }

    func isDead(_ number: Int) -> Bool { downUntil[terrain.places[number].host] == .infinity }

    /// Lets pass what devices do by themselves, to the end.
    mutating func settleAll() {
        for number in units.indices where !isDead(number) { units[number].settle(.infinity) }
    }

    // MARK: - What is asked

    mutating func answer(_ request: Request, _ now: Double) -> Answer {
        let number = request.number
        units[number].settle(now)
        switch request.fault {
        case .reboot: takePower(from: number, at: now, until: now + Self.rebootSeconds)
        case .powerCut(let seconds): takePower(from: number, at: now, until: now + seconds)
        case .death: takePower(from: number, at: now, until: .infinity)
        case .undoFails: units[number].undoFails = true
        case .outage(let seconds):
            let scope = terrain.places[number].scope
            if outages[scope] == nil { outages[scope] = Outage(begins: now, ends: now + seconds) }
        default: break
        }
        let isReached = request.fault != .unreachable && isReached(number, now)
        switch request.operation.verb {
        case .check:
            return .result(request.fault == .unreachable ? .unreachable("no answer") : .succeeded)
        case .baseline:
            return .result(request.fault == .unreachable ? .unreachable("no answer") : .measured(Self.baseline))
        case .measure:
            return .result(.gauged([]))
        case .gate:
            return .result(.judged(Self.verdict(request.fault)))
        case .observe, .watchReturn:
            return observe(request, isReached: isReached, now)
        case .prepare, .begin, .apply, .extend, .verify, .confirm, .rollback, .drain, .undrain:
            break
        }
        guard isReached else { return .result(.unreachable("no answer")) }
        let answer = act(request, now)
        if request.fault == .replyLost, case .result = answer { return .result(.unknown("lost")) }
        return answer
    }

    private static let baseline = HealthBaseline(takenAt: 0, nodes: [:], clients: [:])

    /// What has no effect shows at the gate; what can't be asked leaves it in doubt.
    private static func verdict(_ fault: Fault?) -> GateVerdict {
        let outcome: GateVerdict.Outcome =
            switch fault {
            case .withoutEffect, .stepFails: .failed
            case .unreachable, .replyLost: .inconclusive
            default: .passed
            }
        let line = GateVerdict.Line(
            name: "nodes_lost",
            outcome: outcome,
            value: "",
            control: nil,
            limit: "",
            within: 60,
            message: outcome.rawValue
        )
        return GateVerdict([line])
    }

    /// All transactions that are under way on the host go back when it boots.
    private mutating func takePower(from number: Int, at now: Double, until end: Double) {
        let host = terrain.places[number].host
        downUntil[host] = max(downUntil[host], end)
        for other in units.indices where terrain.places[other].host == host {
            units[other].settle(now)
            guard units[other].isPending, units[other].state != .reverting else { continue }
            units[other].revert(at: end, seconds: 30, reason: "reboot")
        }
    }

    private mutating func observe(_ request: Request, isReached: Bool, _ now: Double) -> Answer {
        let number = request.number
        guard isReached else {
            let phase = terrain.plan.phases[terrain.places[number].phase]
            let longest =
                Double(max(phase.playbook.deadline, phase.policy.deadline?.maximum ?? 0))
                + Double(phase.playbook.revertBound) + 180
            return now - request.startedAt < longest ? .later(now + Self.askAgain) : .result(.unreachable("silent"))
        }
        guard let state = units[number].state, units[number].attempt == request.operation.attempt else {
            // Whoever asks has older controllers refused, whose begin may be on its way.
            let host = terrain.places[number].host
            tokens[host] = max(tokens[host], request.token)
            return .result(.refused(DeviceRefusal(code: .noSuchTransaction, message: "none")))
        }
        switch state {
        case .reverting, .applying:
            return .later(max(units[number].revertedAt, now + 1))
        case .armed, .applied:
            guard request.operation.verb == .watchReturn else { return .result(report(number)) }
            return .later(max(units[number].revertedAt, now + 1))
        case .confirmed, .reverted, .revertFailed:
            return .result(report(number))
        }
    }

    private mutating func act(_ request: Request, _ now: Double) -> Answer {
        let number = request.number
        let host = terrain.places[number].host
        switch request.operation.verb {
        case .check, .baseline, .gate, .measure, .observe, .watchReturn, .drain, .undrain:
            return .result(.succeeded)
        case .prepare:
            return .result(.prepared(publicKey: "key of \(host)"))
        case .verify:
            return .result(verify(request, now))
        case .begin, .apply, .extend, .confirm, .rollback:
            break
        }
        guard request.token >= tokens[host] else {
            return .result(.refused(DeviceRefusal(code: .fenced, message: "fenced")))
        }
        tokens[host] = request.token
        if case .begin(let deadline) = request.operation.verb { return begin(request, deadline, now) }
        guard let state = units[number].state, units[number].attempt == request.operation.attempt else {
            return .result(.refused(DeviceRefusal(code: .noSuchTransaction, message: "none")))
        }
        switch request.operation.verb {
        case .apply: return apply(request, state, now)
        case .extend(let seconds): return .result(extend(number, by: Double(seconds), now))
        case .confirm: return .result(confirm(request, state, now))
        case .rollback: return rollback(request, state, now)
        case .check, .baseline, .gate, .measure, .prepare, .begin, .verify, .watchReturn, .observe, .drain, .undrain:
            return .result(.succeeded)
        }
    }

    private mutating func begin(_ request: Request, _ deadline: Int, _ now: Double) -> Answer {
        let number = request.number
        if let state = units[number].state {
            if units[number].attempt == request.operation.attempt {
                if state == .armed { return .result(report(number)) }
                accuse(.journalKnows, number, now, "begins transaction \(request.operation.attempt) twice")
                return .result(.refused(DeviceRefusal(code: .wrongState, message: "twice")))
            }
            guard state == .reverted else {
                accuse(.journalKnows, number, now, "begins another transaction while one is \(state.rawValue)")
                return .result(.refused(DeviceRefusal(code: .pending, message: "pending")))
            }
        }
        guard !held.contains(terrain.places[number].host) else {
            return .result(.refused(DeviceRefusal(code: .held, message: "held")))
        }
        if request.fault == .diskFull {
            return .result(.refused(DeviceRefusal(code: .noSpace, message: "disk full")))
        }
        let phase = terrain.plan.phases[terrain.places[number].phase]
        let seconds = dice.roll(request.index, Self.revertSeconds, from: 5, to: Double(phase.playbook.revertBound))
        units[number].arm(attempt: request.operation.attempt, at: now, deadline: deadline, revertSeconds: seconds)
        if phase.policy.confirm == .together {
            units[number].extendsTo =
                now + Double(deadline * (phase.units.count { $0.scope == request.operation.unit?.scope } + 2))
        }
        return .result(report(number))
    }

    private mutating func apply(_ request: Request, _ state: TransactionState, _ now: Double) -> Answer {
        let number = request.number
        switch state {
        case .armed:
            if request.fault == .stepFails || request.fault == .diskFull || refusesToClose(number, now) {
                units[number].revert(at: now, seconds: 10, reason: "step failed")
                return .later(now + 10)
            }
            units[number].state = .applied
            units[number].isWithoutEffect = request.fault == .withoutEffect
            return .result(report(number))
        case .applying, .reverting:
            return .later(max(units[number].revertedAt, now + 1))
        case .applied, .confirmed, .reverted, .revertFailed:
            return .result(report(number))
        }
    }

    /// What the steps of closing playbooks ask first: a node for its gateway in the tunnel, a gateway for dialling nodes.
    private func refusesToClose(_ number: Int, _ now: Double) -> Bool {
        let place = terrain.places[number]
        guard place.unit.part == .close else { return false }
        guard place.isGateway else {
            return isBlocked(place.scope, now) || place.opening.map { !units[$0].isNew } ?? false
        }
        return terrain.scopes[place.scope].nodes.contains { node in
            isUp(node.host, now) && isUplink(node) && dialsOld(node, in: place.scope, now)
        }
    }

    private mutating func extend(_ number: Int, by seconds: Double, _ now: Double) -> OperationResult {
        switch units[number].state {
        case .armed, .applied:
            let bound = units[number].revertedAt - units[number].revertsAt
            units[number].revertsAt = min(now + seconds, max(units[number].extendsTo, units[number].revertsAt))
            units[number].revertedAt = units[number].revertsAt + bound
            return report(number)
        case nil, .applying, .confirmed, .reverting, .reverted, .revertFailed:
            return .refused(DeviceRefusal(code: .tooLate, message: "too late"))
        }
    }

    private mutating func verify(_ request: Request, _ now: Double) -> OperationResult {
        let number = request.number
        if isBlocked(terrain.places[number].scope, now) { return .failed(["no handshake"]) }
        guard units[number].state == .applied, !units[number].isWithoutEffect, request.fault != .withoutEffect else {
            return .failed(["no handshake"])
        }
        // An answer to an older controller may come later than that to the one who has taken over.
        units[number].checkedBy = max(units[number].checkedBy ?? 0, request.controller)
        return .succeeded
    }

    private mutating func confirm(_ request: Request, _ state: TransactionState, _ now: Double) -> OperationResult {
        let number = request.number
        if state == .confirmed { return report(number) }
        guard state == .applied, units[number].revertsAt - now >= Self.confirmMargin else {
            return .refused(DeviceRefusal(code: .tooLate, message: "too late"))
        }
        if units[number].checkedBy != request.controller {
            accuse(.silenceIsNotSuccess, number, now, "is confirmed, but this controller saw no check of it hold")
        }
        units[number].state = .confirmed
        units[number].confirmedAt = now
        units[number].revertsAt = .infinity
        return report(number)
    }

    private mutating func rollback(_ request: Request, _ state: TransactionState, _ now: Double) -> Answer {
        let number = request.number
        switch state {
        case .armed, .applied, .applying, .confirmed:
            if let objection = objection(toTakingBack: number, now) {
                accuse(.noNodeLeftBehind, number, now, objection)
            }
            units[number].revert(
                at: now,
                seconds: dice.roll(request.index, Self.revertSeconds, from: 5, to: 30),
                reason: "rollback"
            )
            return .later(units[number].revertedAt)
        case .reverting:
            return .later(max(units[number].revertedAt, now + 1))
        case .reverted, .revertFailed:
            return .result(report(number))
        }
    }

    private func report(_ number: Int) -> OperationResult {
        var report = terrain.reports[number]
        report.state = units[number].state ?? .armed
        report.reason = units[number].reason
        if report.state == .revertFailed { report.differences = ["a link is left"] }
        return .reported(report)
    }

    // MARK: - What nobody may ask

    mutating func accuse(_ promise: Violation.Promise, _ number: Int, _ now: Double, _ message: String) {
        violations.append(
            Violation(promise: promise, unit: terrain.places[number].unit, time: now, message: message)
        )
    }
}

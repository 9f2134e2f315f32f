import Planning
import Rollouts

/// One rollout over a simulated fleet, with its faults, from the first event to the last.
///
/// The fleet's time jumps from event to event. All of it follows from the terrain, the seed and the faults.
package struct Simulation<Machine: RolloutDeciding> {
    private enum Kind: UInt64 {
        case seconds = 10
        case pause = 11
    }

    private static var mostControllers: Int { 6 }

    let terrain: Terrain
    let dice: Dice
    private let source: FaultSource
    private let keepsJournal: Bool
    private let epoch: Double
    private let goesOn: Bool
    var fleet: SimulatedFleet
    private var machine: Machine
    private var queue = EventQueue<SimulatedEvent>()
    var journal: [TimedEntry] = []
    var result = SimulationResult()
    private var controller = 1
    private var isAlive = true
    var now = 0.0
    private var clockOffset = 0.0
    private var intended: Operation?
    private var watch: LimitWatch
    /// The domain that an emergency has taken back, by position.
    var emergencyScope: Int?

    /// - Parameters:
    ///   - terrain: of the plan.
    ///   - seed: of all chances, the faults' too if they are random.
    ///   - faults: what goes wrong.
    ///   - keepsJournal: whether the result has it.
    ///   - epoch: when it begins, in seconds since 1970; a Saturday unless told, so that windows open.
    ///   - goesOn: whether another controller resumes what ended paused, pending or parked.
    package init(
        _ terrain: Terrain,
        seed: UInt64,
        faults: FaultSource,
        keepsJournal: Bool = false,
        epoch: Double = 1_600_000_000,
        goesOn: Bool = true
    ) {
        self.terrain = terrain
        self.dice = Dice(seed: seed)
        self.source = faults
        self.keepsJournal = keepsJournal
        self.epoch = epoch
        self.goesOn = goesOn
        fleet = SimulatedFleet(terrain, dice: dice)
        machine = Machine(plan: terrain.plan)
        watch = LimitWatch(terrain)
    }

    package mutating func run() -> SimulationResult {
        deliver(.start)
        var events = 0
        while isAlive || goesOn, let next = queue.pop() {
            now = max(now, next.time)
            events += 1
            guard events < mostEvents else {
                accuse(.journalKnows, nil, "goes round in circles")
                break
            }
            process(next.event)
        }
        conclude()
        return result
    }

    /// Lets the rollout go on until then.
    mutating func advance(to time: Double) {
        while let next = queue.pop(dueBy: time) {
            now = max(now, next.time)
            process(next.event)
        }
        now = max(now, time)
    }

    private mutating func process(_ event: SimulatedEvent) {
        switch event {
        case .operation(let request): carryOut(request)
        case .progress(let unit, let step, let by): if isAtWork(by) { deliver(.progressed(unit, step: step)) }
        case .wake(let by): if isAtWork(by) { deliver(.wake) }
        case .word(let control, let by): if isAtWork(by) { deliver(.heard(control)) }
        case .resume: resume()
        case .emergency(let unit, let knowsJournal): takeDomainBack(of: unit, knowsJournal: knowsJournal)
        }
    }

    /// More than any rollout of that many units takes.
    private var mostEvents: Int { max(200_000, 200 * terrain.places.count) }

    private func isAtWork(_ number: Int) -> Bool { isAlive && number == controller }

    // MARK: - The controller

    private mutating func deliver(_ event: RolloutMachine.Event) {
        let actions: [RolloutMachine.Action]
        do {
            actions = try machine.handle(event, at: epoch + now + clockOffset)
        } catch {
            accuse(.journalKnows, nil, "\(error)")
            isAlive = false
            return
        }
        for action in actions {
            switch action {
            case .record(let entry): record(entry)
            case .perform(let operation): start(operation)
            case .wake(let due): queue.push(.wake(controller: controller), at: max(now, due - epoch - clockOffset))
            case .finish(let outcome): finish(outcome)
            }
            guard isAlive else { return }
        }
    }

    private mutating func record(_ entry: JournalEntry) {
        // Nobody reads it unless another controller does.
        if goesOn || keepsJournal { journal.append(TimedEntry(time: machine.now, entry: entry)) }
        switch entry {
        case .intended(let operation): intended = operation
        case .observed(let operation, let observed): watch.note(operation, observed)
        case .turnedBack: result.turnedBackIn = result.turnedBackIn ?? watch.place
        case .entered(let phase, let wave):
            if let complaint = watch.enter(phase: phase, wave: wave - 1) {
                accuse(.silenceIsNotSuccess, nil, complaint)
            }
        case .waiting(.approval): hear(.approve, after: 60)
        case .started, .resumed, .heard, .woke, .progressed, .waiting, .halted, .pinged, .finished: break
        }
    }

    private mutating func start(_ operation: Operation) {
        if intended != operation { accuse(.journalKnows, operation.unit, "\(operation.verb.word) without an intent") }
        intended = nil
        let index = result.operations
        result.operations += 1
        let fault = source.fault(at: index, dice)
        if let fault { result.faults[index] = fault }
        switch fault {
        case .controllerKilled(.beforeIntent, let delay):
            _ = journal.popLast()
            return die(resumeAfter: delay)
        case .controllerKilled(.afterIntent, let delay):
            return die(resumeAfter: delay)
        default:
            break
        }
        if let complaint = watch.start(operation) { accuse(.limits, operation.unit, complaint) }
        if case .begin = operation.verb, let number = operation.unit.flatMap({ terrain.numbers[$0] }),
            terrain.places[number].scope != emergencyScope
        {
            if let complaint = fleet.objection(toBeginning: number, now) { accuse(.limits, operation.unit, complaint) }
            if let complaint = fleet.objection(toClosing: number, now) {
                accuse(.noNodeLeftBehind, operation.unit, complaint)
            }
        }
        let seconds = send(operation, index, fault)
        switch fault {
        case .controllerKilled(.afterAction, let delay): die(resumeAfter: delay)
        case .paused: hear(.pause, after: seconds / 2)
        case .aborted: hear(.abort, after: seconds / 2)
        case .emergency(let knowsJournal): queue.push(.emergency(operation.unit, knowsJournal), at: now + seconds / 2)
        case .clockSetBack: clockOffset -= 2 * 365 * 86400
        default: break
        }
    }

    /// - Returns: how long it takes.
    private mutating func send(_ operation: Operation, _ index: Int, _ fault: Fault?) -> Double {
        var seconds = dice.roll(index, Kind.seconds.rawValue, from: 0.5, to: 1.5) * operation.verb.usualSeconds
        if case .slow(let factor) = fault { seconds *= factor }
        let request = SimulatedFleet.Request(
            operation: operation,
            number: operation.unit.flatMap { terrain.numbers[$0] } ?? 0,
            startedAt: now,
            index: index,
            fault: fault,
            controller: controller,
            token: controller
        )
        queue.push(.operation(request), at: now + seconds)
        if case .slow = fault, operation.verb == .apply, let unit = operation.unit {
            for step in 1...4 {
                let time = now + seconds * Double(step) / 5
                queue.push(.progress(unit, step: step, controller: controller), at: time)
            }
        }
        return seconds
    }

    private mutating func hear(_ word: ControlWord, after seconds: Double) {
        let control = Control(sequence: result.operations, word: word, by: "tester")
        queue.push(.word(control, controller: controller), at: now + seconds)
    }

    private mutating func carryOut(_ request: SimulatedFleet.Request) {
        switch fleet.answer(request, now) {
        case .later(let time):
            var again = request
            // What was done is done; from here on it only lasts.
            again.fault = nil
            if request.fault == .replyLost, !request.operation.verb.isAskedAgain, isAtWork(request.controller) {
                deliver(.completed(request.operation, .unknown("lost")))
            } else {
                queue.push(.operation(again), at: max(time, now + 0.1))
            }
        case .result(let answer):
            watch.measure(fleet, request.number, &result)
            guard isAtWork(request.controller) else { return }
            watch.hear(answer)
            deliver(.completed(request.operation, answer))
        }
    }

    private mutating func finish(_ outcome: RolloutOutcome) {
        result.outcome = outcome
        isAlive = false
        check(outcome)
        if !goesOn { result.stoppedIn = stop(outcome) }
        guard goesOn, outcome.isResumable, controller < Self.mostControllers else { return }
        queue.push(.resume, at: now + dice.roll(controller, Kind.pause.rawValue, from: 60, to: 4000))
    }

    mutating func die(resumeAfter delay: Double?) {
        isAlive = false
        result.outcome = nil
        guard let delay, controller < Self.mostControllers else { return }
        queue.push(.resume, at: now + delay)
    }

    private mutating func resume() {
        do {
            machine = try Machine(plan: terrain.plan, journal: journal)
        } catch {
            return accuse(.journalKnows, nil, "the journal can't be read again: \(error)")
        }
        controller += 1
        result.controllers = controller
        isAlive = true
        watch.resume(isForgiven: machine.isPaused)
        deliver(.resume(owner: "tester", fencingToken: controller))
    }

    // MARK: - Promises

    mutating func accuse(_ promise: Violation.Promise, _ unit: UnitID?, _ message: String) {
        result.violations.append(Violation(promise: promise, unit: unit, time: now, message: message))
    }

    /// What the rollout says at its end, held against what is the case.
    private mutating func check(_ outcome: RolloutOutcome) {
        for number in terrain.places.indices {
            let unit = terrain.places[number].unit
            // An emergency may have taken it back behind the rollout's back.
            guard terrain.places[number].scope != emergencyScope, let believed = machine.state(of: unit) else {
                continue
            }
            if let complaint = fleet.complaint(number, believed, now) {
                accuse(.noNodeLeftBehind, unit, complaint)
            }
            if result.turnedBackIn == nil, outcome == .pending || outcome == .parked, believed.isLeftOut {
                accuse(.noNodeLeftBehind, unit, "is \(believed.word), nothing has failed, and the rollout has ended")
            }
            if outcome == .done, believed != .confirmed {
                accuse(.silenceIsNotSuccess, unit, "is \(believed.word), but the rollout says done")
            }
            if case .revertFailed = believed, outcome != .undoFailed {
                accuse(.silenceIsNotSuccess, unit, "an undo failed, but the rollout says \(outcome.rawValue)")
            }
        }
    }

    private mutating func conclude() {
        if isAlive { accuse(.noNodeLeftBehind, nil, "the rollout waits for nothing") }
        fleet.settleAll()
        for number in terrain.places.indices {
            let unit = fleet.units[number]
            if unit.isNew { result.confirmed += 1 } else if unit.isOld { result.old += 1 } else { result.broken += 1 }
            if unit.isPending, !fleet.isDead(number) {
                accuse(.noNodeLeftBehind, terrain.places[number].unit, "never comes to rest")
            }
        }
        for scope in terrain.scopes {
            for node in scope.nodes {
                guard let complaint = fleet.isolation(of: node, in: scope) else { continue }
                accuse(.noNodeLeftBehind, node.units.first.map { terrain.places[$0].unit }, complaint)
            }
        }
        result.violations += fleet.violations
        result.seconds = now
        result.hostsConfirmed = fleet.confirmedHosts
        if keepsJournal { result.journal = journal }
    }

    /// Where a rollout was left that did not come to the end of its plan.
    private func stop(_ outcome: RolloutOutcome) -> SimulationResult.Place? {
        switch outcome {
        case .done, .parked:
            return nil
        case .refused, .stoppedByUnreachable, .rolledBack, .paused, .undoFailed:
            return watch.place
        case .pending:
            let isCutShort = terrain.places.contains { machine.state(of: $0.unit)?.isUnbegun ?? false }
            return isCutShort || watch.place < terrain.end ? watch.place : nil
        }
    }
}

extension Operation.Verb {
    /// Whether a lost answer is asked for again.
    fileprivate var isAskedAgain: Bool { self == .observe || self == .watchReturn }

    /// Seconds on an ordinary device.
    fileprivate var usualSeconds: Double {
        switch self {
        case .check, .baseline, .gate, .measure, .prepare, .extend, .confirm, .observe, .watchReturn, .drain, .undrain:
            2
        case .begin: 4
        case .apply: 15
        case .verify: 20
        case .rollback: 2
        }
    }
}

extension UnitState {
    /// Whether nobody has tried it.
    fileprivate var isLeftOut: Bool { self == .pending || self == .prepared }
}

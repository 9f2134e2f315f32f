package import Mesh
package import Planning
import Transactions

/// Decides what a rollout does next.
///
/// Pure: events in, actions out; time comes with the events, and there is no I/O. The same events at the same times
/// make the same machine, so a journal of them rebuilds it.
///
/// A phase's waves follow one another. Within a wave each unit moves by itself: prepare, begin, apply, verify, confirm;
/// where a domain is confirmed together, its waves form a group whose units wait for one another before each of the
/// last two. A wave that has ended proves itself, for its soak and at its gate. What fails goes back, with all that the
/// phase's policy names; when more fails than the budget allows, no further unit begins.
package struct RolloutMachine: Sendable {
    package enum Event: Sendable, Hashable {
        case start
        /// Another controller has left it; nothing that was under way is known any more.
        case resume(owner: String, fencingToken: Int)
        case completed(Operation, OperationResult)
        /// A device that applies has come to a step.
        case progressed(UnitID, step: Int)
        /// Time has passed.
        case wake
        case heard(Control)
    }

    package enum Action: Sendable, Hashable {
        case record(JournalEntry)
        case perform(Operation)
        /// Send `wake` at that time, in seconds since 1970, instead of any earlier wish.
        case wake(at: Double)
        case finish(RolloutOutcome)
    }

    /// An event that can't happen in the machine's state: a fault of the program, never of a device.
    package struct IllegalEvent: Error, Sendable, CustomStringConvertible {
        package var event: Event
        package var stage: String

        package var description: String { "illegal event \(event) in stage \(stage)" }
    }

    enum Stage: Sendable, Hashable {
        case new
        case checking
        /// The mesh is looked at before anything is changed.
        case measuring
        case preparing
        /// Between waves.
        case waiting
        case applying
        /// Units that wait for others get more time.
        case extending
        case verifying
        /// The rehearsal: nobody confirms, and the devices have to go back by themselves.
        case withholding
        case confirming
        /// A wave has ended, and is watched: its soak, and its gate.
        case proving
        /// A new controller asks what has become of all that was under way.
        case reconciling
    }

    package let plan: Plan
    /// Public keys that `prepare` collected.
    package internal(set) var keys: [UnitID: String] = [:]
    /// How the mesh was before the first wave, where gates want to know.
    package internal(set) var baseline: HealthBaseline?
    package internal(set) var outcome: RolloutOutcome?
    var slots: [Slot] = []
    private var numbers: [UnitID: Int] = [:]
    /// The slots of each scope, in the plan's order.
    var scopes: [String: [Int]] = [:]
    /// The slots of each island's uplinks, by host.
    var uplinks: [String: [String: [Int]]] = [:]
    /// For each phase the slots of its waves.
    var waves: [[Range<Int>]] = []
    var stage = Stage.new
    var phase = 0
    var wave = 0
    /// The slots of this stage that begin, and how many of them were asked to.
    var queue: [Int] = []
    var cursor = 0
    /// Whether `queue` holds hosts that had been offline, and no wave.
    var isJoining = false
    /// The phase whose late hosts are tried; those of later ones may wait for these.
    var joinedPhase = 0
    /// Operations under way, but for moved timers.
    var active = 0
    /// What is being done to all devices at once.
    var fleetVerb: Operation.Verb?
    /// How many gates and measurements were asked; only the answer of the last one counts.
    var lookCount = 0
    /// Before which phase, by number from 0, the mesh has been measured; the number of phases: after the last one.
    var measured: Set<Int> = []
    /// Units that have been switched but aren't proven yet: of the current wave or group, or of those that joined late.
    var proving: [Int] = []
    var isProvingLate = false
    var needsGate = false
    /// Units that are prepared without being switched.
    var companionsInFlight: Set<UnitID> = []
    var end: End?
    var failures = Failures()
    /// Whether anything may have to go back that doesn't yet.
    var hasRetreats = false
    /// Units of earlier phases don't go back yet.
    var retreatFloor = 0
    /// The latest phase of which a unit has begun: after the waves, those who were late begin in earlier ones.
    var furthest = 0
    /// When the window closes that is open now.
    var windowCloses = 0.0
    var isRehearsed = false
    /// Seconds that the slowest canary of each phase took.
    var slowestCanary: [Int: Double] = [:]
    var soakEnds: Double?
    var needsApproval = false
    var announcedPause: Pause?
    var wavesEnded: Double?
    /// The time of the last event; seconds since 1970.
    package internal(set) var now = 0.0
    private var output: [Action] = []

    static let mostRollbacks = 3
    static let mostAttempts = 3
    static let mostExtensions = 2

    package init(plan: Plan) {
        self.plan = plan
        for (phaseNumber, phase) in plan.phases.enumerated() {
            var ranges: [Range<Int>] = []
            for (waveNumber, wave) in phase.waves.enumerated() {
                let first = slots.count
                for unit in wave.units {
                    numbers[unit] = slots.count
                    scopes[unit.scope, default: []].append(slots.count)
                    slots.append(Slot(unit: unit, phase: phaseNumber, wave: waveNumber))
                }
                ranges.append(first..<slots.count)
            }
            waves.append(ranges)
        }
        for number in slots.indices {
            guard let stake = plan.stakes[slots[number].unit], stake.isUplink else { continue }
            uplinks[stake.island, default: [:]][slots[number].unit.host, default: []].append(number)
        }
    }

    /// By unit.
    package var units: [UnitID: UnitState] {
        Dictionary(slots.map { ($0.unit, $0.state) }) { first, _ in first }
    }

    /// What is known, for operations that build on it.
    package var knowledge: Knowledge {
        let switched = slots.filter(\.isNew).map(\.unit)
        return Knowledge(keys: keys, baseline: baseline, switched: Set(switched))
    }

    package func state(of unit: UnitID) -> UnitState? { numbers[unit].map { slots[$0].state } }

    /// - Parameters:
    ///   - event: what happened.
    ///   - moment: when, in seconds since 1970; a clock that goes back stands still.
    /// - Returns: what is to be done, in this order.
    /// - Throws: `IllegalEvent`; the machine is then as before.
    package mutating func handle(_ event: Event, at moment: Double) throws(IllegalEvent) -> [Action] {
        let number = try check(event)
        now = max(now, moment)
        switch event {
        case .start:
            emit(.record(.started))
            stage = .checking
            performOnAll(.check)
        case .resume(let owner, let token):
            emit(.record(.resumed(owner: owner, fencingToken: token)))
            takeOver()
        case .completed(let operation, let result):
            emit(.record(.observed(operation, result)))
            settle(operation, number, result)
            if let number { advance(number) }
        case .progressed(let unit, let step):
            if let number { giveTime(number, unit, step: step) }
        case .wake:
            guard outcome == nil, stage == .waiting || stage == .proving else { break }
            emit(.record(.woke))
        case .heard(let control):
            emit(.record(.heard(control)))
            heed(control.word)
        }
        goOn()
        var actions: [Action] = []
        swap(&actions, &output)
        return actions
    }

    /// - Returns: the number of the unit's slot, if it is about one.
    private func check(_ event: Event) throws(IllegalEvent) -> Int? {
        let number: Int?
        let isLegal: Bool
        switch event {
        case .start:
            (number, isLegal) = (nil, stage == .new)
        case .resume:
            (number, isLegal) = (nil, stage != .new && outcome?.isResumable ?? true)
        case .completed(let operation, _):
            number = operation.unit.flatMap { numbers[$0] }
            isLegal = isInFlight(operation, number)
        case .progressed(let unit, _):
            number = numbers[unit]
            isLegal = number != nil
        case .wake, .heard:
            (number, isLegal) = (nil, stage != .new)
        }
        guard isLegal else {
            throw IllegalEvent(event: event, stage: outcome.map { "finished(\($0.rawValue))" } ?? "\(stage)")
        }
        return number
    }

    private func isInFlight(_ operation: Operation, _ number: Int?) -> Bool {
        guard let unit = operation.unit else {
            // An answer that nobody waits for any more is no news.
            return operation.verb.isLook ? operation.attempt <= lookCount : operation.verb == fleetVerb
        }
        guard let number else { return operation.verb == .prepare && companionsInFlight.contains(unit) }
        let slot = slots[number]
        guard operation.attempt == slot.attempt else { return false }
        if slot.inFlight == operation.verb { return true }
        if case .extend = operation.verb { return slot.isExtending }
        return false
    }

    // MARK: - Output

    mutating func emit(_ action: Action) { output.append(action) }

    mutating func performOnAll(_ verb: Operation.Verb) {
        fleetVerb = verb
        active += 1
        if verb.isLook { lookCount += 1 }
        emitIntent(Operation(verb, nil, attempt: max(lookCount, 1)))
    }

    /// Has a unit prepared that is not switched in this rollout, as others need its key.
    mutating func performCompanion(_ unit: UnitID) {
        companionsInFlight.insert(unit)
        active += 1
        emitIntent(Operation(.prepare, unit))
    }

    mutating func perform(_ verb: Operation.Verb, _ number: Int) {
        slots[number].inFlight = verb
        active += 1
        emitIntent(Operation(verb, slots[number].unit, attempt: slots[number].attempt))
    }

    mutating func emitIntent(_ operation: Operation) {
        emit(.record(.intended(operation)))
        emit(.perform(operation))
    }

    func number(of unit: UnitID) -> Int? { numbers[unit] }
}

extension Operation.Verb {
    /// Whether it only looks, for a while, and nobody has to wait for it who wants to stop.
    var isLook: Bool {
        switch self {
        case .gate, .measure: true
        case .check, .baseline, .prepare, .begin, .apply, .extend, .verify, .watchReturn, .confirm, .observe, .rollback,
            .drain, .undrain:
            false
        }
    }
}

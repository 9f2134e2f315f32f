package import Planning
import Transactions

/// Decides what a rollout does next.
///
/// Pure: events in, actions out; no clock, no I/O.
///
/// The stages follow one another with a barrier between them: check all devices, then for each phase prepare all its
/// units, and for each wave begin and apply, extend what waits, and at a wave that confirms, verify and confirm all that
/// is applied. The first failure turns the rollout back: no new step starts, what runs ends, and each unit of the failed
/// domain, and any that isn't confirmed, is rolled back.
package struct RolloutMachine: Sendable {
    package enum Event: Sendable, Hashable {
        case start
        case completed(Operation, OperationResult)
        /// A human wants it to stop: Ctrl-C.
        case interrupt
    }

    package enum Action: Sendable, Hashable {
        case record(JournalEntry)
        case perform(Operation)
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
        case preparing
        case applying
        case extending
        case verifying
        case confirming
        case turningBack
        case finished(RolloutOutcome)
    }

    /// Why the rollout turned back.
    enum Setback: Sendable, Hashable {
        /// Something failed; units of these scopes go back even when they are confirmed.
        case failure(scopes: Set<String>, reason: String)
        case unreachable(scopes: Set<String>, reason: String)
        case interruption
    }

    package let plan: Plan
    package internal(set) var units: [UnitID: UnitState]
    /// Public keys that `prepare` collected.
    package internal(set) var keys: [UnitID: String] = [:]
    var stage = Stage.new
    var setback: Setback?
    private var phase = 0
    private var wave = 0
    var inFlight: Set<Operation> = []
    /// What an `observe` is to settle.
    var unsettled: [UnitID: Operation] = [:]
    /// Rollbacks that were sent to a unit, as a device that forgets them all must not be asked for ever.
    var rollbacks: [UnitID: Int] = [:]

    static let mostRollbacks = 3

    package init(plan: Plan) {
        self.plan = plan
        self.units = Dictionary(plan.units.map { ($0, .pending) }) { first, _ in first }
    }

    /// - Throws: `IllegalEvent`.
    package mutating func handle(_ event: Event) throws -> [Action] {
        switch event {
        case .start:
            guard stage == .new else { throw illegal(event) }
            stage = .checking
            return start([.check])
        case .completed(let operation, let result):
            guard inFlight.remove(operation) != nil else { throw illegal(event) }
            var actions = [Action.record(.observed(operation, result))]
            actions += settle(operation, result)
            return actions + advance()
        case .interrupt:
            if case .finished = stage { return [] }
            guard stage != .new else { throw illegal(event) }
            var actions = [Action.record(.interrupted)]
            actions += turnBack(.interruption, reason: "interrupted")
            return actions + advance()
        }
    }

    private func illegal(_ event: Event) -> IllegalEvent {
        IllegalEvent(event: event, stage: "\(stage)")
    }

    mutating func start(_ operations: [Operation]) -> [Action] {
        operations.flatMap { operation in
            inFlight.insert(operation)
            return [Action.record(.intended(operation)), .perform(operation)]
        }
    }

    private mutating func advance() -> [Action] {
        let questions = start(questions())
        guard questions.isEmpty else { return questions }
        switch stage {
        case .new, .finished:
            return []
        case .turningBack:
            return goBack()
        case .applying:
            // Units of a wave don't wait for one another between begin and apply.
            let next = start(applications())
            guard next.isEmpty, inFlight.isEmpty else { return next }
            return enterNextStage()
        case .checking, .preparing, .extending, .verifying, .confirming:
            guard inFlight.isEmpty else { return [] }
            return enterNextStage()
        }
    }

    private func questions() -> [Operation] {
        unsettled.keys.sorted().map { .observe($0) }.filter { !inFlight.contains($0) }
    }

    private var currentWave: [UnitID] { plan.phases[phase].waves[wave].units }

    private mutating func applications() -> [Operation] {
        currentWave.compactMap { unit in
            guard !inFlight.contains(where: { $0.unit == unit }), unsettled[unit] == nil else { return nil }
            switch units[unit] {
            case .prepared:
                units[unit] = .beginning
                return .begin(unit)
            case .armed:
                return .apply(unit)
            default:
                return nil
            }
        }
    }

    /// All operations of the stage have ended well.
    private mutating func enterNextStage() -> [Action] {
        switch stage {
        case .new, .turningBack, .finished:
            return []
        case .checking:
            return enterPhase()
        case .preparing:
            return enterWave()
        case .applying:
            let waiting = units(in: .applied)
            guard waiting.count > 1 || !plan.phases[phase].waves[wave].confirms else { return enter(.verifying) }
            return enter(.extending)
        case .extending:
            return plan.phases[phase].waves[wave].confirms ? enter(.verifying) : enterFollowingWave()
        case .verifying:
            return enter(.confirming)
        case .confirming:
            // A confirmation whose reply was lost may have to be sent again.
            return units(in: .verified).isEmpty ? enterFollowingWave() : enter(.confirming)
        }
    }

    private mutating func enter(_ next: Stage) -> [Action] {
        stage = next
        switch next {
        case .extending: return start(units(in: .applied).map { .extend($0) })
        case .verifying: return start(units(in: .applied).map { .verify($0) })
        case .confirming: return start(units(in: .verified).map { .confirm($0) })
        case .new, .checking, .preparing, .applying, .turningBack, .finished: return []
        }
    }

    private func units(in state: UnitState) -> [UnitID] {
        plan.phases[phase].units.filter { units[$0] == state }
    }

    private mutating func enterPhase() -> [Action] {
        guard phase < plan.phases.count else { return finish(.done) }
        stage = .preparing
        wave = 0
        let preparations = start(plan.phases[phase].preparations.map { .prepare($0) })
        return preparations.isEmpty ? enterWave() : preparations
    }

    private mutating func enterFollowingWave() -> [Action] {
        wave += 1
        return enterWave()
    }

    private mutating func enterWave() -> [Action] {
        guard wave < plan.phases[phase].waves.count else {
            phase += 1
            return enterPhase()
        }
        stage = .applying
        return start(applications())
    }

    mutating func finish(_ outcome: RolloutOutcome) -> [Action] {
        stage = .finished(outcome)
        return [.record(.finished(outcome)), .finish(outcome)]
    }
}

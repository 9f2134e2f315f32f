import Planning
import Rollouts
import Transactions

/// Brings a machine into each of its states, and tells what it does there at each event.
enum TransitionTable {
    private static let gw1 = Fixtures.gw1
    private static let gw2 = Fixtures.gw2

    /// A state, and the operation that is under way in it; nil where only time or a human goes on.
    private struct State {
        var name: String
        var plan: Plan
        var operation: Operation?
        /// Answers on the way there that aren't the best ones.
        var answers: [Operation: OperationResult] = [:]
        var words: [Operation: ControlWord] = [:]
    }

    private static var states: [State] {
        let pair = Fixtures.plan()
        let each = Fixtures.plan([true, true])
        var soaking = each
        soaking.phases[0].policy.soak = 600
        var approved = each
        approved.approval = .beforeEachWave
        var rehearsed = Fixtures.plan()
        rehearsed.rehearsesRollback = true
        var late = each
        late.lateJoining = LateJoining(period: 1000, shortestPause: 60, longestPause: 600)
        late.budget.hosts = 1
        var pausing = each
        pausing.phases[0].policy.onFailure = .pause
        var gated = each
        gated.phases[0].policy.gate = Fixtures.gate
        let lost = OperationResult.unknown("lost")
        return [
            State(name: "checking", plan: pair, operation: .check),
            State(name: "preparing", plan: pair, operation: .prepare(gw1)),
            State(name: "beginning", plan: pair, operation: .begin(gw1)),
            State(name: "applying", plan: pair, operation: .apply(gw1)),
            State(name: "extending", plan: pair, operation: .extend(gw1)),
            State(name: "applying the second", plan: pair, operation: .apply(gw2)),
            State(name: "verifying", plan: pair, operation: .verify(gw2)),
            State(name: "confirming", plan: pair, operation: .confirm(gw2)),
            State(
                name: "asking after a lost apply",
                plan: pair,
                operation: .observe(gw1),
                answers: [.apply(gw1): lost]
            ),
            State(
                name: "asking after a lost begin",
                plan: pair,
                operation: .observe(gw1),
                answers: [.begin(gw1): lost]
            ),
            State(name: "rehearsing", plan: rehearsed, operation: .watchReturn(gw2)),
            State(
                name: "rolling back",
                plan: pair,
                operation: .rollback(gw1),
                answers: [.apply(gw2): Fixtures.report(gw2, .reverted, reason: "step failed")]
            ),
            State(name: "pausing", plan: pair, operation: .rollback(gw1), words: [.apply(gw1): .pause]),
            State(name: "alone: applying", plan: each, operation: .apply(gw2)),
            State(name: "alone: verifying", plan: each, operation: .verify(gw2)),
            State(name: "alone: confirming", plan: each, operation: .confirm(gw2)),
            State(name: "alone: verifying, a failure pauses", plan: pausing, operation: .verify(gw2)),
            State(name: "alone: beginning, hosts may be late", plan: late, operation: .begin(gw2)),
            State(name: "taking the baseline", plan: gated, operation: .baseline),
            State(name: "at the first gate", plan: gated, operation: .gate(1)),
            State(name: "at the last gate", plan: gated, operation: .gate(2)),
            State(name: "soaking", plan: soaking, operation: nil),
            State(name: "waiting for approval", plan: approved, operation: nil),
            State(name: "paused", plan: each, operation: nil, words: [.verify(gw1): .pause]),
            State(
                name: "parked",
                plan: late,
                operation: nil,
                answers: [.begin(gw2): .unreachable("no answer")]
            ),
            State(name: "done", plan: each, operation: nil),
        ]
    }

    /// `state | event | actions`, one line each.
    static func lines() throws -> [String] {
        try states.flatMap { state in
            let machine = try reach(state)
            return events(state.operation).map { name, event in
                var copy = machine
                let actions: String
                do {
                    let all = try copy.handle(event, at: 5000)
                    actions = all.isEmpty ? "nothing" : all.map(words).joined(separator: ", ")
                } catch {
                    actions = "illegal"
                }
                return "\(state.name) | \(name) | \(actions)"
            }
        }
    }

    private static func reach(_ state: State) throws -> RolloutMachine {
        var machine = RolloutMachine(plan: state.plan)
        var queue = try machine.handle(.start, at: 0)
        while !queue.isEmpty {
            guard case .perform(let operation) = queue.removeFirst() else { continue }
            // Where operations run side by side, the one that is looked for is the last that is left.
            if operation == state.operation { continue }
            if let word = state.words[operation] {
                queue += try machine.handle(.heard(Control(sequence: 1, word: word, by: "tester")), at: 0)
            }
            queue += try machine.handle(.completed(operation, state.answers[operation] ?? fine(operation)), at: 100)
        }
        return machine
    }

    private static func fine(_ operation: Operation) -> OperationResult {
        guard let unit = operation.unit else { return Fixtures.fine(operation.verb) }
        return switch operation.verb {
        case .check, .baseline, .gate, .measure, .verify, .drain, .undrain: .succeeded
        case .prepare: .prepared(publicKey: "key of \(unit.host)")
        case .begin: Fixtures.report(unit, .armed)
        case .apply, .extend, .observe: Fixtures.report(unit, .applied)
        case .confirm: Fixtures.report(unit, .confirmed)
        case .rollback, .watchReturn: Fixtures.report(unit, .reverted, reason: operation.verb.word)
        }
    }

    private static func events(_ operation: Operation?) -> [(String, RolloutMachine.Event)] {
        let others: [(String, RolloutMachine.Event)] = [
            ("start", .start), ("resume", .resume(owner: "other", fencingToken: 2)), ("time passes", .wake),
            ("slow", .progressed(gw1, step: 2)),
            ("pause", .heard(Control(sequence: 2, word: .pause, by: "tester"))),
            ("abort", .heard(Control(sequence: 2, word: .abort, by: "tester"))),
            ("approve", .heard(Control(sequence: 2, word: .approve, by: "tester"))),
            ("an answer nobody waits for", .completed(Operation(.confirm, gw1, attempt: 9), .succeeded)),
        ]
        guard let operation else { return others }
        let refusal = DeviceRefusal(code: .noSuchTransaction, message: "none")
        var results: [(String, OperationResult)] = [
            ("ok", fine(operation)), ("failed", .failed(["why"])), ("refused", .refused(refusal)),
            ("unreachable", .unreachable("no answer")), ("unknown", .unknown("lost")),
        ]
        if case .gate = operation.verb {
            results += GateVerdict.Outcome.allCases.map { ("gate \($0.rawValue)", Fixtures.judged($0)) }
        }
        if let unit = operation.unit {
            results += [TransactionState.armed, .applied, .confirmed, .reverting, .reverted, .revertFailed].map {
                ($0.rawValue, Fixtures.report(unit, $0, reason: "why", differences: $0 == .revertFailed ? ["x"] : []))
            }
        }
        return results.map { ($0, .completed(operation, $1)) } + others
    }

    private static func words(_ action: RolloutMachine.Action) -> String {
        switch action {
        case .record(let entry): "record(\(words(entry)))"
        case .perform(let operation): "\(operation.verb.word) \(words(operation))"
        case .wake(let moment): "wake at \(Int(moment))"
        case .finish(let outcome): "finish \(outcome.rawValue)"
        }
    }

    private static func words(_ operation: Operation) -> String {
        (operation.unit?.host ?? "all") + (operation.attempt == 1 ? "" : "#\(operation.attempt)")
    }

    private static func words(_ entry: JournalEntry) -> String {
        switch entry {
        case .started: "started"
        case .resumed: "resumed"
        case .intended(let operation): "\(operation.verb.word) \(words(operation))?"
        case .observed(let operation, _): "\(operation.verb.word) \(words(operation))!"
        case .heard(let control): control.word.rawValue
        case .woke: "woke"
        case .progressed(let unit, _): "slow \(unit.host)"
        case .entered(_, let wave): "wave \(wave)"
        case .waiting(let pause): "\(pause)"
        case .turnedBack(let reason): "back: \(reason)"
        case .halted(let reason): "halted: \(reason)"
        case .pinged(let unit, _): "pinged \(unit.host)"
        case .finished(let outcome): outcome.rawValue
        }
    }
}

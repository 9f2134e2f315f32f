import Planning
import Rollouts
import Testing
import Transactions

/// What follows from what a gate says.
struct GateTests {
    private let gw1 = Fixtures.gw1
    private let gw2 = Fixtures.gw2

    /// Two gateways, one after the other, with a gate after each.
    private func plan(_ onFailure: FailurePolicy = .revertDomain, soak: Int = 0) -> Plan {
        var plan = Fixtures.plan([true, true])
        plan.phases[0].policy.gate = Fixtures.gate
        plan.phases[0].policy.onFailure = onFailure
        plan.phases[0].policy.soak = soak
        return plan
    }

    /// Plays until nothing is under way; `answer` is what the world says, nil for the best.
    private func play(
        _ machine: inout RolloutMachine,
        _ actions: [RolloutMachine.Action],
        answer: (Operation) -> OperationResult? = { _ in nil }
    ) throws -> (performed: [Operation], journal: [JournalEntry]) {
        var performed: [Operation] = []
        var journal: [JournalEntry] = []
        var queue = actions
        while !queue.isEmpty {
            switch queue.removeFirst() {
            case .record(let entry): journal.append(entry)
            case .perform(let operation):
                performed.append(operation)
                try #require(performed.count < 100, "the machine goes round in circles")
                let time = machine.now + 1
                queue += try machine.handle(.completed(operation, answer(operation) ?? fine(operation)), at: time)
            case .wake(let due): queue += try machine.handle(.wake, at: due)
            case .finish: break
            }
        }
        return (performed, journal)
    }

    private func fine(_ operation: Operation) -> OperationResult {
        guard let unit = operation.unit else { return Fixtures.fine(operation.verb) }
        return switch operation.verb {
        case .check, .baseline, .gate, .measure, .verify, .drain, .undrain: .succeeded
        case .prepare: .prepared(publicKey: "key of \(unit.host)")
        case .begin: Fixtures.report(unit, .armed)
        case .apply, .extend: Fixtures.report(unit, .applied)
        case .confirm, .observe: Fixtures.report(unit, .confirmed)
        case .rollback, .watchReturn: Fixtures.report(unit, .reverted, reason: "rollback")
        }
    }

    private func run(
        _ plan: Plan,
        answer: (Operation) -> OperationResult? = { _ in nil }
    ) throws -> (machine: RolloutMachine, performed: [Operation], journal: [JournalEntry]) {
        var machine = RolloutMachine(plan: plan)
        let start = try machine.handle(.start, at: 0)
        let (performed, journal) = try play(&machine, start, answer: answer)
        return (machine, performed, journal)
    }

    @Test func `the mesh is looked at before anything changes, and after each wave`() throws {
        let run = try run(plan())
        #expect(run.machine.outcome == .done)
        #expect(
            run.performed == [
                .check, .baseline, .prepare(gw1), .prepare(gw2), .begin(gw1), .apply(gw1), .verify(gw1), .confirm(gw1),
                .gate(1), .begin(gw2), .apply(gw2), .verify(gw2), .confirm(gw2), .gate(2),
            ]
        )
        #expect(run.machine.knowledge.baseline == Fixtures.baseline)
        #expect(run.machine.knowledge.switched == [gw1, gw2])
    }

    @Test func `without a baseline nothing begins`() throws {
        let run = try run(plan()) { $0 == .baseline ? .failed(["no gateway tells"]) : nil }
        #expect(run.machine.outcome == .refused)
        #expect(run.performed == [.check, .baseline])
    }

    @Test func `gateways that are confirmed together have one gate`() throws {
        var plan = Fixtures.plan()
        plan.phases[0].policy.gate = Fixtures.gate
        let run = try run(plan)
        #expect(run.machine.outcome == .done)
        #expect(run.performed.suffix(3) == [.confirm(gw1), .confirm(gw2), .gate(1)])
    }

    @Test(arguments: [FailurePolicy.revertHost, .revertWave, .revertDomain, .revertRollout])
    func `what doesn't prove itself goes back`(policy: FailurePolicy) throws {
        let run = try run(plan(policy)) { $0 == .gate(2) ? Fixtures.judged(.failed) : nil }
        let goesBackToo = policy == .revertDomain || policy == .revertRollout
        #expect(run.machine.state(of: gw2) == .reverted(reason: "rollback"))
        #expect(run.machine.state(of: gw1) == (goesBackToo ? .reverted(reason: "rollback") : .confirmed))
        #expect(run.machine.outcome == (goesBackToo ? .rolledBack : .pending))
        #expect(run.journal.contains { "\($0)".contains("2 of 2 nodes are gone") })
    }

    @Test func `nothing begins after a gate that stays shut`() throws {
        let run = try run(plan()) { $0 == .gate(1) ? Fixtures.judged(.failed) : nil }
        #expect(run.machine.outcome == .rolledBack)
        #expect(!run.performed.contains(.begin(gw2)))
    }

    @Test func `where a human decides about failures, nothing goes back`() throws {
        let run = try run(plan(.pause)) { $0 == .gate(1) ? Fixtures.judged(.failed) : nil }
        #expect(run.machine.outcome == .paused)
        #expect(run.machine.state(of: gw1) == .confirmed)
    }

    @Test(arguments: [1, 2])
    func `in doubt it pauses, and asks the gate again when it goes on`(gate: Int) throws {
        var run = try run(plan()) { $0 == .gate(gate) ? Fixtures.judged(.inconclusive) : nil }
        #expect(run.machine.outcome == .paused)
        #expect(!run.performed.contains { $0.verb == .rollback })
        #expect(run.journal.contains { if case .halted(let why) = $0 { why.contains("are gone") } else { false } })

        let actions = try run.machine.handle(.resume(owner: "other", fencingToken: 2), at: 500)
        let rest = try play(&run.machine, actions)
        #expect(run.machine.outcome == .done)
        #expect(rest.performed.contains(.gate(gate + 1)))
        // Nothing is confirmed twice.
        #expect(rest.performed.filter { $0.verb == .confirm } == (gate == 1 ? [.confirm(gw2)] : []))
    }

    @Test(arguments: [OperationResult.unknown("lost"), .failed(["why"]), .unreachable("no answer"), .succeeded])
    func `a gate that says nothing doesn't open`(answer: OperationResult) throws {
        let run = try run(plan()) { $0 == .gate(1) ? answer : nil }
        #expect(run.machine.outcome == .paused)
        #expect(!run.performed.contains(.begin(gw2)))
    }

    /// A rollout that waits for its first gate.
    private func machineAtGate() throws -> RolloutMachine {
        var machine = RolloutMachine(plan: plan())
        var queue = try machine.handle(.start, at: 0)
        while !queue.isEmpty {
            guard case .perform(let operation) = queue.removeFirst(), operation != .gate(1) else { continue }
            queue += try machine.handle(.completed(operation, fine(operation)), at: 1)
        }
        return machine
    }

    @Test func `a human's pause doesn't wait for a gate`() throws {
        var machine = try machineAtGate()
        let actions = try machine.handle(.heard(Control(sequence: 1, word: .pause, by: "tester")), at: 2)
        #expect(actions.last == .finish(.paused))
        #expect(machine.state(of: gw1) == .confirmed)
    }

    @Test func `what a gate says after an abort is no news`() throws {
        var machine = try machineAtGate()
        let actions = try machine.handle(.heard(Control(sequence: 1, word: .abort, by: "tester")), at: 2)
        #expect(actions.contains(.perform(.rollback(gw1))))
        let late = try machine.handle(.completed(.gate(1), Fixtures.judged(.passed)), at: 3)
        #expect(!late.contains { if case .perform = $0 { true } else { false } })
        let report = Fixtures.report(gw1, .reverted, reason: "rollback")
        let end = try machine.handle(.completed(.rollback(gw1), report), at: 4)
        #expect(end.last == .finish(.rolledBack))
    }

    @Test func `a controller that died at a gate is followed by one that asks it again`() throws {
        var machine = try machineAtGate()
        let actions = try machine.handle(.resume(owner: "other", fencingToken: 2), at: 100)
        let rest = try play(&machine, actions)
        #expect(rest.performed.prefix(2) == [.observe(gw1), .gate(2)])
        #expect(machine.outcome == .done)
    }

    @Test func `what it brings is measured before the first wave and after the last, behind its gate`() throws {
        var plan = plan()
        plan.measuring = Measuring(nodes: ["n1"], runs: 1, seconds: 1)
        let run = try run(plan)
        let looks = run.performed.filter { $0.unit == nil }.map(\.verb)
        #expect(
            looks == [
                .check, .baseline, .measure(phases: 0), .gate(phase: 0), .gate(phase: 0), .measure(phases: 1),
            ]
        )
        #expect(run.machine.outcome == .done)
    }

    @Test func `a measurement that fails stops nothing, and is interrupted by a pause`() throws {
        var plan = plan()
        plan.measuring = Measuring(nodes: ["n1"], runs: 1, seconds: 1)
        let failed = try run(plan) { operation in
            if case .measure = operation.verb { .failed(["nobody can measure"]) } else { nil }
        }
        #expect(failed.machine.outcome == .done)

        var machine = RolloutMachine(plan: plan)
        var actions = try machine.handle(.start, at: 0)
        actions = try machine.handle(.completed(.check, .succeeded), at: 1)
        actions = try machine.handle(.completed(.baseline, .measured(Fixtures.baseline)), at: 2)
        #expect(actions.contains(.perform(Operation(.measure(phases: 0), nil))))
        actions = try machine.handle(.heard(Control(sequence: 1, word: .pause, by: "tester")), at: 3)
        #expect(actions.last == .finish(.paused))
        let resumed = try machine.handle(.resume(owner: "other", fencingToken: 2), at: 4)
        let rest = try play(&machine, resumed)
        #expect(rest.performed.first == Operation(.measure(phases: 0), nil, attempt: 2))
        #expect(machine.outcome == .done)
    }

    @Test func `the gate comes after the soak, also of the last wave`() throws {
        let run = try run(plan(soak: 600))
        #expect(run.machine.outcome == .done)
        let waits = run.journal.filter { if case .waiting(.soak) = $0 { true } else { false } }
        #expect(waits.count == 2)
        #expect(run.machine.now > 1200)
    }

    @Test func `who joins late has to prove itself, too`() throws {
        var plan = plan(.revertHost)
        plan.budget.hosts = 9
        plan.lateJoining = LateJoining(period: 100_000, shortestPause: 60, longestPause: 600)
        for outcome in [GateVerdict.Outcome.passed, .failed, .inconclusive] {
            var run = try run(plan) { $0.unit == gw2 && $0.verb.word == "begin" ? .unreachable("offline") : nil }
            #expect(run.machine.outcome == .parked)
            let resumed = try run.machine.handle(.resume(owner: "timer", fencingToken: 2), at: 5000)
            let rest = try play(&run.machine, resumed) { $0 == .gate(2) ? Fixtures.judged(outcome) : nil }
            #expect(rest.performed.contains(.gate(2)), "\(outcome)")
            switch outcome {
            case .passed:
                #expect(run.machine.outcome == .done)
            case .failed:
                #expect(run.machine.state(of: gw2) == .reverted(reason: "rollback"))
                #expect(run.machine.state(of: gw1) == .confirmed && run.machine.outcome == .pending)
            case .inconclusive:
                #expect(run.machine.outcome == .paused)
                let again = try run.machine.handle(.resume(owner: "timer", fencingToken: 3), at: 6000)
                #expect(try play(&run.machine, again).performed.contains(.gate(3)))
                #expect(run.machine.outcome == .done)
            }
        }
    }

    @Test func `a wave in which nothing was confirmed has no gate`() throws {
        var plan = plan(.revertHost)
        plan.budget.hosts = 2
        let run = try run(plan) { $0 == .verify(gw1) ? .failed(["why"]) : nil }
        #expect(run.performed.filter { if case .gate = $0.verb { true } else { false } }.count == 1)
        #expect(run.machine.state(of: gw2) == .confirmed)
    }
}

import Planning
import Rollouts
import Testing
import Transactions

/// What a rollout file's policies make of the same day.
struct PolicyTests {
    private let gw1 = Fixtures.gw1
    private let gw2 = Fixtures.gw2

    /// Plays a rollout; `answer` is what the world says, nil for the best.
    private func play(
        _ plan: Plan,
        secondsEach: Double = 10,
        answer: (Operation) -> OperationResult? = { _ in nil }
    ) throws -> (machine: RolloutMachine, performed: [Operation], journal: [TimedEntry]) {
        var machine = RolloutMachine(plan: plan)
        var performed: [Operation] = []
        var journal: [TimedEntry] = []
        var time = 0.0
        var queue = try machine.handle(.start, at: time)
        while !queue.isEmpty {
            switch queue.removeFirst() {
            case .record(let entry):
                journal.append(TimedEntry(time: machine.now, entry: entry))
            case .perform(let operation):
                performed.append(operation)
                time += secondsEach
                queue += try machine.handle(.completed(operation, answer(operation) ?? fine(operation)), at: time)
            case .wake(let due):
                time = max(time, due)
                queue += try machine.handle(.wake, at: time)
            case .finish:
                break
            }
        }
        return (machine, performed, journal)
    }

    private func fine(_ operation: Operation) -> OperationResult {
        guard let unit = operation.unit else { return Fixtures.fine(operation.verb) }
        return switch operation.verb {
        case .check, .baseline, .gate, .measure, .verify, .drain, .undrain: .succeeded
        case .prepare: .prepared(publicKey: "key of \(unit.host)")
        case .begin: Fixtures.report(unit, .armed)
        case .apply, .extend, .observe: Fixtures.report(unit, .applied)
        case .confirm: Fixtures.report(unit, .confirmed)
        case .rollback, .watchReturn: Fixtures.report(unit, .reverted, reason: "deadline")
        }
    }

    /// Another controller goes on, and finds gw1 as it was confirmed.
    private func resume(
        _ machine: inout RolloutMachine,
        token: Int,
        after seconds: Double
    ) throws -> [RolloutMachine.Action] {
        let questions = try machine.handle(.resume(owner: "timer", fencingToken: token), at: machine.now + seconds)
        #expect(questions.contains(.perform(.observe(gw1))))
        return try machine.handle(.completed(.observe(gw1), Fixtures.report(gw1, .confirmed)), at: machine.now)
    }

    @Test func `the canary has the longest deadline, and those after it one that it has measured`() throws {
        var plan = Fixtures.plan([true, true])
        plan.phases[0].policy.deadline = DeadlinePolicy(minimum: 30, maximum: 900, factor: 3)
        let deadlines = try play(plan).performed.compactMap { operation -> Int? in
            if case .begin(let deadline) = operation.verb { deadline } else { nil }
        }
        // Begin, apply, verify and confirm took 10 s each.
        #expect(deadlines == [900, 120])
    }

    @Test func `the rehearsal lets the canary go back alone, and then switches it`() throws {
        var plan = Fixtures.plan([true, true])
        plan.rehearsesRollback = true
        let played = try play(plan)
        #expect(played.machine.outcome == .done)
        let first = played.performed.filter { $0.unit == gw1 }.map(\.verb.word)
        #expect(
            first == ["prepare", "begin", "apply", "verify", "watch-return", "begin", "apply", "verify", "confirm"]
        )
        #expect(played.performed.filter { $0.unit == gw1 }.map(\.attempt) == [1, 1, 1, 1, 1, 2, 2, 2, 2])
        #expect(!played.performed.contains(.watchReturn(gw2)))
    }

    @Test func `a canary that doesn't come back stops the day`() throws {
        var plan = Fixtures.plan([true, true])
        plan.rehearsesRollback = true
        plan.budget.hosts = 9
        let played = try play(plan) { operation in
            operation == .watchReturn(gw1) ? .unreachable("silent") : nil
        }
        #expect(played.machine.outcome == .pending)
        #expect(played.machine.state(of: gw1) == .unaccounted(reason: "silent"))
        #expect(!played.performed.contains(.begin(gw2)))
    }

    @Test func `within the budget the others go on`() throws {
        var plan = Fixtures.plan([true, true])
        plan.budget.hosts = 1
        plan.phases[0].policy.onFailure = .revertHost
        let played = try play(plan) { operation in operation == .verify(gw1) ? .failed(["no handshake"]) : nil }
        #expect(played.machine.units == [gw1: .reverted(reason: "deadline"), gw2: .confirmed])
        // Not all that was wanted has come about, so a human looks at it.
        #expect(played.machine.outcome == .pending)
    }

    @Test func `clients at stake count, too`() throws {
        var plan = Fixtures.plan([true, true])
        plan.budget = FailureBudget(hosts: 9, clients: 20)
        plan.phases[0].policy.onFailure = .revertHost
        plan.stakes[gw1] = Stake(clients: 21, island: "a")
        let played = try play(plan) { operation in operation == .verify(gw1) ? .failed(["no handshake"]) : nil }
        #expect(!played.performed.contains(.begin(gw2)))
        #expect(played.machine.outcome == .rolledBack)
    }

    @Test func `a failure that pauses leaves the rest for a human, who goes on`() throws {
        var plan = Fixtures.plan([true, true])
        plan.phases[0].policy.onFailure = .pause
        plan.budget.hosts = 9
        var played = try play(plan) { operation in operation == .verify(gw1) ? .failed(["no handshake"]) : nil }
        #expect(played.machine.outcome == .paused)
        let actions = try played.machine.handle(.resume(owner: "other", fencingToken: 2), at: 9000)
        // Nothing was confirmed, so nobody has to be asked.
        #expect(actions.contains(.perform(.begin(gw2))))
    }

    @Test func `it soaks for as long as the file says`() throws {
        var plan = Fixtures.plan([true, true])
        plan.phases[0].policy.soak = 600
        let journal = try play(plan).journal
        let confirmed = try #require(journal.first { $0.entry == .observed(.confirm(gw1), fine(.confirm(gw1))) }?.time)
        let begun = try #require(journal.first { $0.entry == .intended(.begin(gw2)) }?.time)
        #expect(begun == confirmed + 600)
    }

    @Test func `a window that closes holds back what hasn't begun`() throws {
        var plan = Fixtures.plan([true, true])
        // A Saturday from 01:00 to 01:02; a transaction may last 90 s.
        plan.window = MaintenanceWindow(weekdays: [6], opens: 60, closes: 62, timeZone: "UTC")
        let played = try play(plan, secondsEach: 20)
        #expect(played.machine.outcome == .done)
        let begins = played.journal.filter { timed in
            if case .intended(let operation) = timed.entry, case .begin = operation.verb { true } else { false }
        }
        let window = try #require(plan.window)
        for begin in begins { #expect(try #require(window.closing(after: begin.time)) - begin.time >= 90) }
        #expect(begins[1].time - begins[0].time > 6 * 86400)
    }

    @Test func `hosts that are offline are left for later and tried with growing pauses`() throws {
        var plan = Fixtures.plan([true, true])
        plan.lateJoining = LateJoining(period: 100_000, shortestPause: 300, longestPause: 3600)
        plan.budget.hosts = 1
        var machine = try play(plan) { $0 == .begin(gw2) ? .unreachable("no answer") : nil }.machine
        #expect(machine.outcome == .parked)
        let early = try machine.handle(.resume(owner: "timer", fencingToken: 2), at: machine.now + 10)
        #expect(early.contains(.finish(.parked)))
        #expect(try resume(&machine, token: 3, after: 300).contains(.perform(.begin(gw2))))
        _ = try machine.handle(.completed(.begin(gw2), .unreachable("no answer")), at: machine.now + 5)
        let again = try machine.handle(.resume(owner: "timer", fencingToken: 4), at: machine.now + 310)
        #expect(again.contains(.finish(.parked)), "the second pause is twice as long")
    }

    @Test func `who stays offline for too long is told, and not waited for`() throws {
        var plan = Fixtures.plan([true, true])
        plan.lateJoining = LateJoining(period: 1000, shortestPause: 300, longestPause: 3600)
        plan.budget.hosts = 1
        var machine = try play(plan) { $0 == .begin(gw2) ? .unreachable("no answer") : nil }.machine
        #expect(try resume(&machine, token: 2, after: 2000).contains(.perform(.begin(gw2))))
        let last = try machine.handle(.completed(.begin(gw2), .unreachable("no answer")), at: machine.now + 5)
        #expect(last.contains(.finish(.pending)))
        #expect(machine.state(of: gw2)?.word == "not-begun")
    }

    @Test(arguments: [true, false])
    func `a gateway that was taken back since is no longer counted on`(isTakenBack: Bool) throws {
        var plan = Fixtures.plan([true, true])
        plan.phases[0].policy.onFailure = .pause
        plan.budget.hosts = 9
        var machine = try play(plan) { $0 == .verify(gw2) ? .failed(["no handshake"]) : nil }.machine
        #expect(machine.state(of: gw1) == .confirmed)
        let questions = try machine.handle(.resume(owner: "other", fencingToken: 2), at: 9000)
        #expect(questions.contains(.perform(.observe(gw1))))
        let answer = isTakenBack ? Fixtures.report(gw1, .reverted, reason: "rollback") : .unreachable("silent")
        let end = try machine.handle(.completed(.observe(gw1), answer), at: 9010)
        // Neither a failure nor tried again; and silence changes nothing that was confirmed.
        #expect(machine.state(of: gw1) == (isTakenBack ? .reverted(reason: "rollback") : .confirmed))
        #expect(!end.contains(.perform(Operation(.begin(deadline: 60), gw1, attempt: 2))))
    }

    @Test(arguments: [true, false])
    func `a gateway goes back after the nodes that use it, and not while one may still`(comesBack: Bool) throws {
        let node = UnitID(host: "02caffee0001", scope: Fixtures.north)
        let other = UnitID(host: "02caffee0002", scope: Fixtures.north)
        var plan = Fixtures.plan([true, true])
        var nodes = plan.phases[0]
        nodes.name = "nodes"
        nodes.playbook.target = .node
        nodes.preparations = []
        nodes.waves = [Plan.Wave(units: [node], confirms: true), Plan.Wave(units: [other], confirms: true)]
        plan.phases.append(nodes)
        let played = try play(plan) { operation in
            switch operation {
            case .verify(other): .failed(["no handshake"])
            case .rollback(node) where !comesBack: .unreachable("silent")
            case .observe(node): .unreachable("silent")
            default: nil
            }
        }
        let returns = played.performed.filter { $0.verb == .rollback }.compactMap(\.unit)
        #expect(returns == (comesBack ? [other, node, gw2, gw1] : [other, node]))
        #expect(played.machine.state(of: gw1)?.word == (comesBack ? "reverted" : "confirmed"))
        #expect(played.machine.outcome == (comesBack ? .rolledBack : .pending))
    }

    @Test func `a device with the key of another one isn't touched`() throws {
        let played = try play(Fixtures.plan([true, true])) { operation in
            if case .prepare = operation.verb { .prepared(publicKey: "copied") } else { nil }
        }
        #expect(played.machine.state(of: gw2)?.word == "not-begun")
        #expect(!played.performed.contains { $0.unit == gw2 && $0.verb.word == "begin" })
        #expect(played.machine.outcome == .refused)
        let reasons = played.journal.map { "\($0.entry)" }.filter {
            $0.contains("its WireGuard key is that of gw1, too")
        }
        #expect(!reasons.isEmpty)
    }

    @Test func `a slow device gets more time, but not for ever`() throws {
        var machine = RolloutMachine(plan: Fixtures.plan([true, true]))
        _ = try machine.handle(.start, at: 0)
        _ = try machine.handle(.completed(.check, .succeeded), at: 1)
        for unit in [gw1, gw2] {
            _ = try machine.handle(.completed(.prepare(unit), .prepared(publicKey: "key of \(unit.host)")), at: 2)
        }
        _ = try machine.handle(.completed(.begin(gw1), Fixtures.report(gw1, .armed)), at: 3)
        #expect(try machine.handle(.progressed(gw1, step: 1), at: 10).isEmpty)
        var extensions = 0
        for step in 2...9 {
            let actions = try machine.handle(.progressed(gw1, step: step), at: Double(step * 50))
            guard actions.contains(.perform(.extend(gw1))) else { continue }
            extensions += 1
            _ = try machine.handle(.completed(.extend(gw1), Fixtures.report(gw1, .applying)), at: Double(step * 50))
        }
        #expect(extensions == 2)
    }
}

import Planning
import Rollouts
import Testing
import Transactions

/// The second of a device's two transactions: when it may begin, and what goes back with it.
struct ClosingTests {
    private let gw1 = ClosingPlan.gw1
    private let gw2 = ClosingPlan.gw2
    private let n1 = ClosingPlan.n1
    private let n2 = ClosingPlan.n2

    private let shut = OperationResult.failed(["no handshake"])
    private let silent = OperationResult.unreachable("silent")

    @Test func `all open before a node closes, and gateways close last`() throws {
        let day = try PlayedDay.through(ClosingPlan.make())
        #expect(day.machine.outcome == .done)
        #expect(day.begins() == [gw1, gw2, n1, n2] + ClosingPlan.closings)
    }

    @Test func `a node whose open went back doesn't close, and neither do the gateways`() throws {
        let day = try PlayedDay.through(ClosingPlan.make()) { $0 == .verify(n1) ? shut : nil }
        #expect(day.begins() == [gw1, gw2, n1, n2, n2.closing])
        #expect(day.machine.state(of: n1.closing) == .notBegun(reason: "it is not open: reverted"))
        #expect(
            day.machine.state(of: gw1.closing)
                == .notBegun(reason: "02caffee0001/ffmuc_muc_nord and 1 more may still need the old: reverted")
        )
        #expect(day.machine.outcome == .pending)
    }

    @Test func `a node whose open was refused doesn't close`() throws {
        let refusal = OperationResult.refused(DeviceRefusal(code: .held, message: "an emergency"))
        let day = try PlayedDay.through(ClosingPlan.make()) { $0 == .begin(n1) ? refusal : nil }
        #expect(day.machine.state(of: n1.closing) == .notBegun(reason: "it is not open: not-begun"))
        #expect(day.machine.state(of: gw2.closing)?.word == "not-begun")
        #expect(day.machine.state(of: n2.closing) == .confirmed)
    }

    @Test func `a node that nobody could ask any more doesn't close`() throws {
        let day = try PlayedDay.through(ClosingPlan.make()) { operation in
            switch operation {
            case .apply(n1): .unknown("lost")
            case .observe(n1): silent
            default: nil
            }
        }
        #expect(day.machine.state(of: n1.closing) == .notBegun(reason: "it is not open: unaccounted"))
        #expect(day.begins().last == n2.closing)
    }

    @Test func `a gateway doesn't close when a node's close went back`() throws {
        let day = try PlayedDay.through(ClosingPlan.make()) { $0 == .verify(n2.closing) ? shut : nil }
        #expect(day.machine.state(of: n2) == .confirmed, "it stays open")
        #expect(
            day.machine.state(of: gw1.closing)
                == .notBegun(reason: "02caffee0002/ffmuc_muc_nord/close may still need the old: reverted")
        )
        #expect(day.machine.outcome == .pending)
    }

    @Test func `a plan that only closes asks for no open of its own`() throws {
        var plan = ClosingPlan.make()
        plan.phases.removeFirst(2)
        var machine = RolloutMachine(plan: plan)
        _ = try machine.handle(.start, at: 0)
        #expect(
            try machine.handle(.completed(.check, .succeeded), at: 1).contains(.perform(.begin(n1.closing)))
        )
    }

    // MARK: - Late

    @Test func `who opens late closes late, and then the gateways do, all in one go`() throws {
        var day = try PlayedDay.through(ClosingPlan.late()) { $0 == .begin(n1) ? silent : nil }
        #expect(day.machine.outcome == .parked)
        #expect(day.begins() == [gw1, gw2, n1, n2, n2.closing])
        #expect(ClosingPlan.closings.map { day.machine.state(of: $0)?.word } == ["late", "confirmed", "late", "late"])
        try day.resume(after: 400)
        #expect(day.begins() == [n1, n1.closing, gw1.closing, gw2.closing])
        #expect(day.machine.outcome == .done)
    }

    @Test func `while a late node stays offline, what waits for it is not begun`() throws {
        var day = try PlayedDay.through(ClosingPlan.late()) { $0 == .begin(n1) ? silent : nil }
        try day.resume(after: 400) { $0 == .begin(n1) ? silent : nil }
        #expect(day.machine.outcome == .parked)
        #expect(day.begins() == [n1])
        try day.resume(after: 700)
        #expect(day.machine.outcome == .done)
    }

    @Test func `a close that finds its node offline is tried again, and the gateways wait`() throws {
        var day = try PlayedDay.through(ClosingPlan.late()) { $0 == .begin(n1.closing) ? silent : nil }
        #expect(day.machine.outcome == .parked)
        #expect(day.machine.state(of: gw1.closing)?.word == "late")
        try day.resume(after: 400)
        #expect(day.begins() == [n1.closing, gw1.closing, gw2.closing])
        #expect(day.machine.outcome == .done)
    }

    @Test func `a late node that fails when it comes keeps the gateways as they are`() throws {
        var day = try PlayedDay.through(ClosingPlan.late()) { $0 == .begin(n1) ? silent : nil }
        try day.resume(after: 400) { $0 == .verify(n1) ? shut : nil }
        #expect(day.begins() == [n1])
        try day.resume(after: 4000)
        #expect(day.begins().isEmpty)
        #expect(day.machine.outcome == .pending)
        #expect(day.machine.state(of: n1.closing)?.word == "not-begun")
        #expect(day.machine.state(of: gw1.closing)?.word == "not-begun")
    }

    @Test func `who was late until nobody waited any more neither closes nor lets the gateways close`() throws {
        var day = try PlayedDay.through(ClosingPlan.late()) { $0 == .begin(n1) ? silent : nil }
        try day.resume(after: 200_000) { $0 == .begin(n1) ? silent : nil }
        #expect(day.machine.outcome == .pending)
        #expect([n1, n1.closing, gw1.closing].allSatisfy { day.machine.state(of: $0)?.word == "not-begun" })
    }

    @Test func `a late node that doesn't prove itself at the gate goes back close before open`() throws {
        var plan = ClosingPlan.late()
        plan.phases[1].policy.gate = Fixtures.gate
        plan.phases[1].policy.onFailure = .revertDomain
        var day = try PlayedDay.through(plan) { $0 == .begin(n1) ? silent : nil }
        try day.resume(after: 400) { operation in
            if case .gate = operation.verb { Fixtures.judged(.failed) } else { nil }
        }
        #expect(day.returns() == [n2.closing, n2, n1, gw2, gw1] || day.returns() == [n2.closing, n1, n2, gw2, gw1])
        #expect(day.machine.outcome == .rolledBack)
    }

    @Test(arguments: [ControlWord.pause, .abort])
    func `a human's word in the middle of joining late is heeded`(word: ControlWord) throws {
        var plan = ClosingPlan.late()
        // Fewer waves than the phases after it have.
        plan.phases[1].waves = [Plan.Wave(units: [n1, n2], confirms: true)]
        let day = try PlayedDay.through(plan) { $0 == .begin(n1) ? silent : nil }
        var machine = day.machine
        #expect(machine.outcome == .parked)
        _ = try machine.handle(.resume(owner: "other", fencingToken: 2), at: machine.now + 400)
        for gateway in [gw1, gw2] {
            _ = try machine.handle(.completed(.observe(gateway), Fixtures.report(gateway, .confirmed)), at: machine.now)
        }
        let heard = Control(sequence: 1, word: word, by: "tester")
        #expect(throws: Never.self) { try machine.handle(.heard(heard), at: machine.now) }
        let end = try machine.handle(.completed(.begin(n1), .unreachable("silent")), at: machine.now)
        #expect(end.contains { if case .finish = $0 { true } else { false } })
    }

    // MARK: - The way back

    @Test(arguments: [
        (FailurePolicy.revertHost, [ClosingPlan.gw2.closing]),
        (.revertWave, [ClosingPlan.gw2.closing]),
        (
            .revertDomain,
            ClosingPlan.closings.reversed() + [ClosingPlan.n2, ClosingPlan.n1, ClosingPlan.gw2, ClosingPlan.gw1]
        ),
        (
            .revertRollout,
            ClosingPlan.closings.reversed() + [ClosingPlan.n2, ClosingPlan.n1, ClosingPlan.gw2, ClosingPlan.gw1]
        ),
    ])
    func `a gateway's close that fails takes back what its policy names, close before open, gateways first`(
        policy: FailurePolicy,
        returns: [UnitID]
    ) throws {
        let day = try PlayedDay.through(ClosingPlan.make(onFailure: policy)) { $0 == .verify(gw2.closing) ? shut : nil }
        #expect(day.returns() == returns)
        // A domain that went back is no reason to end the others' day.
        #expect(day.machine.outcome == (policy == .revertRollout ? .rolledBack : .pending))
    }

    @Test func `a node's close that fails with its domain takes the closes back before any open`() throws {
        let day = try PlayedDay.through(ClosingPlan.make(onFailure: .revertDomain)) {
            $0 == .verify(n2.closing) ? shut : nil
        }
        #expect(day.returns() == [n2.closing, n1.closing, n2, n1, gw2, gw1])
        #expect(ClosingPlan.closings.suffix(2).allSatisfy { day.machine.state(of: $0)?.word == "not-begun" })
    }

    @Test(arguments: [true, false])
    func `under a close that didn't go back its node's open stays, and the gateways'`(isSilent: Bool) throws {
        let broken = Fixtures.report(n1.closing, .revertFailed, differences: ["fastd is still down"])
        let day = try PlayedDay.through(ClosingPlan.make(onFailure: .revertDomain)) { operation in
            switch operation {
            case .verify(n2.closing): shut
            case .rollback(n1.closing): isSilent ? .unknown("lost") : broken
            case .observe(n1.closing): silent
            default: nil
            }
        }
        #expect(day.machine.state(of: n1) == .confirmed)
        #expect(day.machine.state(of: gw1) == .confirmed)
        #expect(day.machine.state(of: n2)?.word == "reverted", "whose close did go back")
        #expect(day.machine.outcome == (isSilent ? .pending : .undoFailed))
    }

    @Test func `while no gateway has got back what it closed, nodes keep what they have`() throws {
        let day = try PlayedDay.through(ClosingPlan.make(onFailure: .revertDomain)) { operation in
            switch operation {
            case .verify(gw2.closing): shut
            case .rollback(gw1.closing), .rollback(gw2.closing):
                Fixtures.report(operation.unit ?? gw1, .revertFailed, differences: ["fastd is still down"])
            default: nil
            }
        }
        #expect([n1, n2, gw1, gw2].allSatisfy { day.machine.state(of: $0) == .confirmed })
        #expect(day.machine.outcome == .undoFailed)
    }

    @Test func `one gateway that has it again is enough for the nodes`() throws {
        let day = try PlayedDay.through(ClosingPlan.make(onFailure: .revertDomain)) { operation in
            switch operation {
            case .verify(gw2.closing): shut
            case .rollback(gw1.closing):
                Fixtures.report(gw1.closing, .revertFailed, differences: ["fastd is still down"])
            default: nil
            }
        }
        #expect([n1, n2, gw2].allSatisfy { day.machine.state(of: $0)?.word == "reverted" })
        #expect(day.machine.state(of: gw1) == .confirmed, "it has nothing else")
    }

    // MARK: - Counting

    @Test func `a last uplink is a host, whatever it has of transactions`() throws {
        var plan = ClosingPlan.make()
        for unit in [n1, n2, n1.closing, n2.closing] { plan.stakes[unit] = Stake(island: "a") }
        #expect(try PlayedDay.through(plan).machine.outcome == .done)
        let day = try PlayedDay.through(plan) { operation in
            switch operation {
            case .apply(n1.closing): .unknown("lost")
            case .observe(n1.closing): silent
            default: nil
            }
        }
        #expect(
            day.machine.state(of: n2.closing)
                == .notBegun(reason: "it is the last uplink of its island that works")
        )
    }

    @Test func `a host that fails in both of its transactions counts once`() throws {
        var plan = ClosingPlan.late()
        plan.budget.hosts = 1
        var day = try PlayedDay.through(plan) { $0 == .begin(n1) ? silent : nil }
        try day.resume(after: 400) { $0 == .verify(n1.closing) ? shut : nil }
        let reasons = day.journal.compactMap { timed in
            if case .turnedBack(let reason) = timed.entry { reason } else { nil }
        }
        #expect(reasons == ["\(n1.closing): no handshake"])
        plan.budget.hosts = 0
        let stopped = try PlayedDay.through(plan) { $0 == .begin(n1) ? silent : nil }
        #expect(stopped.begins() == [gw1, gw2, n1])
    }

    // MARK: - Another controller

    @Test(arguments: 1...60)
    func `killed after any operation, another controller ends the day`(limit: Int) throws {
        var day = PlayedDay(ClosingPlan.make())
        try day.startKilledAndResumed(after: limit)
        #expect(day.machine.outcome == .done)
        #expect(day.states.values.allSatisfy { $0 == .confirmed })
        #expect(day.states.count == 8)
    }
}

import Planning
import Rollouts
import Testing
import Transactions

/// Drives the machine with answers that a closure gives, and keeps what it did.
private struct Run {
    var performed: [Operation] = []
    var journal: [JournalEntry] = []
    var outcome: RolloutOutcome?
    var machine: RolloutMachine

    /// `answer` is what the world says to an operation; the number counts how often it was asked the same.
    init(_ plan: Plan, pauseAt: Operation? = nil, answer: (Operation, Int) -> OperationResult) throws {
        machine = RolloutMachine(plan: plan)
        var counts: [Operation: Int] = [:]
        var queue = try machine.handle(.start, at: 0)
        while !queue.isEmpty {
            switch queue.removeFirst() {
            case .record(let entry): journal.append(entry)
            case .perform(let operation):
                performed.append(operation)
                counts[operation, default: 0] += 1
                try #require(performed.count < 100, "the machine goes round in circles")
                if operation == pauseAt {
                    queue += try machine.handle(.heard(Control(sequence: 0, word: .pause, by: "tester")), at: 0)
                }
                queue += try machine.handle(
                    .completed(operation, answer(operation, counts[operation] ?? 0)),
                    at: Double(performed.count)
                )
            case .wake(let due): queue += try machine.handle(.wake, at: due)
            case .finish(let outcome): self.outcome = outcome
            }
        }
    }
}

/// The world in which everything goes well.
private func fine(_ operation: Operation) -> OperationResult {
    guard let unit = operation.unit else { return Fixtures.fine(operation.verb) }
    return switch operation.verb {
    case .check, .baseline, .gate, .measure, .verify, .drain, .undrain: .succeeded
    case .prepare: .prepared(publicKey: "key of \(unit.host)")
    case .begin: Fixtures.report(unit, .armed)
    case .apply, .extend, .observe: Fixtures.report(unit, .applied)
    case .confirm: Fixtures.report(unit, .confirmed)
    case .rollback: Fixtures.report(unit, .reverted, reason: "rollback")
    case .watchReturn: Fixtures.report(unit, .reverted, reason: "deadline")
    }
}

struct RolloutMachineTests {
    private let gw1 = Fixtures.gw1
    private let gw2 = Fixtures.gw2

    @Test func `a domain's gateways are applied one after the other and confirmed together`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in fine(operation) }
        #expect(run.outcome == .done)
        #expect(
            run.performed == [
                .check, .prepare(gw1), .prepare(gw2), .begin(gw1), .apply(gw1), .extend(gw1), .begin(gw2), .apply(gw2),
                .extend(gw1), .extend(gw2), .verify(gw1), .verify(gw2), .confirm(gw1), .confirm(gw2),
            ]
        )
        #expect(run.machine.keys == [gw1: "key of gw1", gw2: "key of gw2"])
    }

    @Test func `gateways that are confirmed each follow one another only when confirmed`() throws {
        let run = try Run(Fixtures.plan([true, true])) { operation, _ in fine(operation) }
        #expect(run.outcome == .done)
        #expect(
            run.performed == [
                .check, .prepare(gw1), .prepare(gw2), .begin(gw1), .apply(gw1), .verify(gw1), .confirm(gw1),
                .begin(gw2), .apply(gw2), .verify(gw2), .confirm(gw2),
            ]
        )
    }

    @Test func `each operation stands in the journal before it is done, and its result after`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in fine(operation) }
        for operation in run.performed {
            let intent = try #require(run.journal.firstIndex(of: .intended(operation)))
            let result = try #require(run.journal.lastIndex(of: .observed(operation, fine(operation))))
            #expect(intent < result)
        }
        #expect(run.journal.last == .finished(.done))
    }

    @Test func `findings before anything was changed refuse the rollout`() throws {
        let run = try Run(Fixtures.plan()) { _, _ in .failed(["gw1: the kernel module vxlan is missing"]) }
        #expect(run.performed == [.check])
        #expect(run.outcome == .refused)
    }

    @Test func `an unreachable host at the check stops with nothing changed`() throws {
        let run = try Run(Fixtures.plan()) { _, _ in .unreachable("gw2: connection refused") }
        #expect(run.performed == [.check])
        #expect(run.outcome == .stoppedByUnreachable)
    }

    @Test func `a gateway that goes away before its begin takes the domain's others back`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            operation == .begin(gw2) ? .unreachable("timed out") : fine(operation)
        }
        #expect(run.outcome == .rolledBack)
        #expect(run.performed.last == .rollback(gw1))
        #expect(run.machine.units[gw2] == .notBegun(reason: "timed out"))
    }

    @Test func `a failed step takes the whole domain back`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            operation == .apply(gw2)
                ? Fixtures.report(gw2, .reverted, reason: "step 1 failed") : fine(operation)
        }
        #expect(run.outcome == .rolledBack)
        #expect(run.performed.last == .rollback(gw1))
        #expect(run.machine.units[gw2] == .reverted(reason: "step 1 failed"))
    }

    @Test func `a confirmed gateway goes back with its domain`() throws {
        let run = try Run(Fixtures.plan([true, true])) { operation, _ in
            operation == .verify(gw2) ? .failed(["no handshake"]) : fine(operation)
        }
        #expect(run.outcome == .rolledBack)
        #expect(run.performed.suffix(2) == [.rollback(gw2), .rollback(gw1)])
    }

    @Test func `nothing is confirmed when one of the domain's checks fails`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            operation == .verify(gw1) ? .failed(["no handshake"]) : fine(operation)
        }
        #expect(run.outcome == .rolledBack)
        #expect(!run.performed.contains(.confirm(gw1)) && !run.performed.contains(.confirm(gw2)))
    }

    @Test(arguments: [TransactionState.armed, .applied])
    func `a lost apply is settled by asking and never begun twice`(state: TransactionState) throws {
        let run = try Run(Fixtures.plan()) { operation, count in
            switch operation {
            case .apply(gw1) where count == 1: .unknown("connection lost")
            case .observe(gw1): Fixtures.report(gw1, state)
            default: fine(operation)
            }
        }
        #expect(run.outcome == .done)
        #expect(run.performed.count { $0 == .begin(gw1) } == 1)
        #expect(run.performed.count { $0 == .apply(gw1) } == (state == .armed ? 2 : 1))
    }

    @Test func `a lost confirmation is asked for, and sent again when it didn't arrive`() throws {
        let run = try Run(Fixtures.plan()) { operation, count in
            switch operation {
            case .confirm(gw1) where count == 1: .unknown("connection lost")
            case .observe(gw1): Fixtures.report(gw1, .applied)
            default: fine(operation)
            }
        }
        #expect(run.outcome == .done)
        #expect(run.performed.count { $0 == .confirm(gw1) } == 2)
    }

    @Test func `a confirmation that came too late is a failure of the domain`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            switch operation {
            case .confirm(gw1): .refused(DeviceRefusal(code: .tooLate, message: "too late"))
            case .observe(gw1): Fixtures.report(gw1, .reverted, reason: "deadline")
            default: fine(operation)
            }
        }
        #expect(run.outcome == .rolledBack)
        #expect(run.performed.contains(.rollback(gw2)))
    }

    @Test func `a device that stays silent is unaccounted for and needs a human`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            switch operation {
            case .apply(gw1): .unknown("connection lost")
            case .observe(gw1): .unreachable("timed out")
            default: fine(operation)
            }
        }
        #expect(run.outcome == .pending)
        #expect(run.machine.units[gw1] == .unaccounted(reason: "timed out"))
        #expect(!run.performed.contains(.begin(gw2)))
    }

    @Test func `a failed undo is told before everything else`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            switch operation {
            case .verify(gw2): .failed(["no handshake"])
            case .rollback(gw1): Fixtures.report(gw1, .revertFailed, differences: ["link vx-muc_nord is still there"])
            default: fine(operation)
            }
        }
        #expect(run.outcome == .undoFailed)
        #expect(run.machine.units[gw2] == .reverted(reason: "rollback"))
    }

    @Test func `a device that ignores rollbacks is not asked for ever`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            switch operation {
            case let other where other.verb == .verify: .failed(["no handshake"])
            case let other where other.verb == .rollback: Fixtures.report(other.unit ?? gw1, .applied)
            default: fine(operation)
            }
        }
        #expect(run.outcome == .pending)
    }

    @Test func `a refused begin changes nothing on that device`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            operation == .begin(gw1)
                ? .refused(DeviceRefusal(code: .pending, message: "t9 is pending")) : fine(operation)
        }
        #expect(run.outcome == .refused)
        #expect(run.performed == [.check, .prepare(gw1), .prepare(gw2), .begin(gw1)])
    }

    @Test func `a begin that got lost on the way has changed nothing`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            switch operation {
            case .begin(gw1): .unknown("connection lost")
            case .observe(gw1): .refused(DeviceRefusal(code: .noSuchTransaction, message: "no transaction"))
            default: fine(operation)
            }
        }
        #expect(run.outcome == .refused)
    }

    @Test func `a device that has forgotten its transaction needs a human`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            switch operation {
            case .apply(gw1): .unknown("connection lost")
            case .observe(gw1): .refused(DeviceRefusal(code: .noSuchTransaction, message: "no transaction"))
            default: fine(operation)
            }
        }
        #expect(run.outcome == .pending)
        #expect(run.machine.units[gw1]?.needsHuman == true)
    }

    @Test func `a transaction that can't be sent has changed nothing`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            operation == .begin(gw2) ? .failed(["step «x»: invalid"]) : fine(operation)
        }
        #expect(run.outcome == .rolledBack)
        #expect(run.machine.units[gw2] == .notBegun(reason: "step «x»: invalid"))
        #expect(!run.performed.contains(.rollback(gw2)))
    }

    @Test func `a question that can't be asked is not asked for ever`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            switch operation {
            case .apply(gw1): .unknown("connection lost")
            case .observe(gw1): .failed(["no such gateway"])
            default: fine(operation)
            }
        }
        #expect(run.outcome == .pending)
    }

    @Test func `a rollback that is refused is no failed undo, but needs a human`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            switch operation {
            case let other where other.verb == .verify: .failed(["no handshake"])
            case .rollback(gw1): .refused(DeviceRefusal(code: .fenced, message: "a newer rollout runs"))
            default: fine(operation)
            }
        }
        #expect(run.outcome == .pending)
        #expect(run.machine.units[gw1]?.needsHuman == true)
    }

    @Test func `a pause takes back what waits for units that won't begin`() throws {
        let run = try Run(Fixtures.plan(), pauseAt: .apply(gw1)) { operation, _ in fine(operation) }
        #expect(run.outcome == .paused)
        #expect(run.performed.suffix(2) == [.apply(gw1), .rollback(gw1)])
        #expect(run.machine.units == [gw1: .pending, gw2: .prepared])
    }

    @Test func `a pause lets units that have all begun be confirmed`() throws {
        let run = try Run(Fixtures.plan(), pauseAt: .apply(gw2)) { operation, _ in fine(operation) }
        #expect(run.outcome == .done)
        #expect(run.performed.suffix(4) == [.verify(gw1), .verify(gw2), .confirm(gw1), .confirm(gw2)])
    }

    @Test func `a pause lets a unit that moves alone be confirmed, and begins no other`() throws {
        let run = try Run(Fixtures.plan([true, true]), pauseAt: .begin(gw1)) { operation, _ in fine(operation) }
        #expect(run.outcome == .paused)
        #expect(run.machine.units == [gw1: .confirmed, gw2: .prepared])
    }

    @Test func `events that can't happen are errors`() throws {
        var machine = RolloutMachine(plan: Fixtures.plan())
        #expect(throws: RolloutMachine.IllegalEvent.self) { try machine.handle(.completed(.check, .succeeded), at: 0) }
        #expect(throws: RolloutMachine.IllegalEvent.self) { try machine.handle(.wake, at: 0) }
        _ = try machine.handle(.start, at: 0)
        #expect(throws: RolloutMachine.IllegalEvent.self) { try machine.handle(.start, at: 0) }
        #expect(throws: RolloutMachine.IllegalEvent.self) {
            try machine.handle(.completed(.begin(gw1), .succeeded), at: 0)
        }
    }

    @Test func `the journal alone tells the same states`() throws {
        let run = try Run(Fixtures.plan()) { operation, _ in
            operation == .verify(gw2) ? .failed(["no handshake"]) : fine(operation)
        }
        let journal = run.journal.enumerated().map { TimedEntry(time: Double($0.offset), entry: $0.element) }
        let status = try RolloutStatus(id: "r1", plan: Fixtures.plan(), journal: journal)
        #expect(status.outcome == .rolledBack)
        #expect(status.units.map(\.state) == [gw1, gw2].map { run.machine.units[$0] })
        #expect(status.units.allSatisfy { $0.seconds != nil })
        #expect(status.reason == "gw2/ffmuc_muc_nord: no handshake")
    }
}

import GRDB
import Planning
import Rollouts
import Testing
import Transactions

@testable import FleetStore

struct JournalStoreTests {
    private let unit = UnitID(host: "gw1", scope: "north")

    @Test func `a plan comes back as it was saved`() throws {
        let journal = JournalStore(database: try .inMemory())
        try journal.save(.sample)
        #expect(try journal.plan("plan-1") == .sample)
        #expect(try journal.plan("plan-2") == nil)
    }

    @Test func `each rollout and rollback takes the next fencing token`() throws {
        let journal = JournalStore(database: try .inMemory())
        try journal.save(.sample)
        let first = try journal.start("r1", plan: .sample, name: "day", owner: "alice@laptop")
        let second = try journal.start("r2", plan: nil, name: "domain north", owner: "bob@laptop")
        #expect(first.fencingToken < second.fencingToken)
        #expect(try journal.rollouts().map(\.id) == ["r2", "r1"])
        #expect(second.kind == .rollback)
    }

    @Test func `a plan that can't be read is damage`() throws {
        let database = try FleetDatabase.inMemory()
        try database.write { db in
            try db.execute(sql: "INSERT INTO plan VALUES ('plan-1', 'day', 0, '{}')")
        }
        let error = try #require(throws: StoreError.self) { try JournalStore(database: database).plan("plan-1") }
        #expect(error.code == .damaged)
        #expect(error.message.hasPrefix("is damaged: "))
    }

    @Test func `an error that isn't the database's own passes with its own words`() throws {
        struct Refusal: Error, CustomStringConvertible {
            let description = "the moon is full"
        }
        let database = try FleetDatabase.inMemory()
        let error = try #require(throws: StoreError.self) { try database.write { _ in throw Refusal() } }
        #expect(error.code == .failed)
        #expect(error.message == "the moon is full")
    }

    @Test func `a rollout of a plan that isn't saved is refused`() throws {
        let journal = JournalStore(database: try .inMemory())
        #expect(throws: StoreError.self) { try journal.start("r1", plan: .sample, name: "day", owner: "a@b") }
        #expect(try journal.rollouts().isEmpty)
    }

    @Test func `the journal tells the status, in the order of writing`() async throws {
        let journal = JournalStore(database: try .inMemory(), now: { 100 })
        try journal.save(.sample)
        let rollout = try journal.start("r1", plan: .sample, name: "day", owner: "a@b")
        let entries: [JournalEntry] = [
            .started, .intended(Operation(.check, nil)), .observed(Operation(.check, nil), .failed(["gw1: no root"])),
            .turnedBack(reason: "gw1: no root"),
            .finished(.refused),
        ]
        for entry in entries { try await journal.append(TimedEntry(time: 100, entry: entry), to: "r1") }
        #expect(try journal.entries(of: "r1").map(\.entry) == entries)
        #expect(try journal.status(of: rollout).outcome == .refused)
        #expect(try journal.rollout("r1")?.outcome == .refused)
    }

    @Test func `a rollback's status is read from its journal alone`() async throws {
        let journal = JournalStore(database: try .inMemory())
        let rollback = try journal.start("r1", plan: nil, name: "domain north", owner: "a@b")
        try await journal.append(TimedEntry(time: 100, entry: .intended(Operation(.rollback, unit))), to: "r1")
        try await journal.append(
            TimedEntry(time: 100, entry: .observed(Operation(.rollback, unit), .unreachable("timed out"))),
            to: "r1"
        )
        let status = try journal.status(of: rollback)
        #expect(status.units.map(\.state) == [.unaccounted(reason: "timed out")])
        #expect(status.outcome == nil)
    }

    @Test func `what a device tells again and again is written each time`() async throws {
        let journal = JournalStore(database: try .inMemory())
        let rollback = try journal.start("r1", plan: nil, name: "domain north", owner: "a@b")
        for state in [TransactionState.applied, .reverting, .reverted] {
            let report = DeviceReport(
                id: "t1",
                scope: "north",
                rollout: "r0",
                domain: "north",
                role: .opensNew,
                owner: "a@b",
                state: state,
                step: 1,
                stepCount: 1,
                stepName: "x",
                remaining: nil,
                revertBound: 30,
                bootID: "b",
                fencingToken: 1,
                deviceFencingToken: 1,
                reason: "rollback",
                differences: [],
                digests: nil
            )
            try await journal.append(
                TimedEntry(time: 100, entry: .observed(Operation(.rollback, unit), .reported(report))),
                to: "r1"
            )
        }
        #expect(try journal.status(of: rollback).units.map(\.state) == [.reverted(reason: "rollback")])
    }

    @Test func `what all stored journals tell together is which devices may still be switched`() async throws {
        let database = try FleetDatabase.inMemory()
        let journal = JournalStore(database: database)
        #expect(try journal.history() == SwitchHistory())
        try journal.save(.sample)
        _ = try journal.start("r1", plan: .sample, name: "day", owner: "a@b")
        let other = UnitID(host: "n1", scope: "north")
        for unit in [unit, other] {
            let begin = JournalEntry.intended(Operation(.begin(deadline: 60), unit))
            try await journal.append(TimedEntry(time: 1, entry: begin), to: "r1")
        }
        #expect(try journal.history() == SwitchHistory(rollouts: ["r1"], touched: ["gw1", "n1"]))
        // Another laptop of the same workspace took one of them back.
        _ = try journal.start("back", plan: nil, name: "host n1", owner: "b@b")
        let report = DeviceReport(
            id: "r1.north",
            scope: "north",
            rollout: "r1",
            domain: nil,
            role: .switchesNode,
            owner: "a@b",
            state: .reverted,
            step: 0,
            stepCount: 1,
            stepName: "",
            remaining: nil,
            revertBound: 60,
            bootID: "b",
            fencingToken: 1,
            deviceFencingToken: 2,
            reason: "rollback",
            differences: [],
            digests: nil
        )
        let back = JournalEntry.observed(Operation(.rollback, other), .reported(report))
        try await journal.append(TimedEntry(time: 2, entry: back), to: "back")
        #expect(try journal.history() == SwitchHistory(rollouts: ["r1", "back"], touched: ["gw1"]))
    }

    @Test func `a history with an entry that nobody can read is damage`() throws {
        let database = try FleetDatabase.inMemory()
        let journal = JournalStore(database: database)
        try journal.save(.sample)
        _ = try journal.start("r1", plan: .sample, name: "day", owner: "a@b")
        try database.write { db in
            try db.execute(sql: "INSERT INTO event (rollout_id, sequence, time, entry) VALUES ('r1', 1, 0, '{}')")
        }
        #expect(throws: StoreError.self) { try journal.history() }
    }
}

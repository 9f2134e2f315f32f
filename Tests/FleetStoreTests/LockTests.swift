import FleetStore
import Foundation
import Planning
import Rollouts
import Testing

struct LockTests {
    private let fixture: LockFixture

    init() throws {
        fixture = try LockFixture()
    }

    private func start(
        _ id: String,
        by owner: String = "bob@desktop",
        in store: JournalStore,
        takeOver: Bool = false
    ) throws -> RolloutSummary {
        try store.start(id, plan: .sample, name: "day", owner: owner, takeOver: takeOver)
    }

    @Test func `a second rollout is told who has the workspace, and the first one goes on`() async throws {
        let store = try fixture.store()
        let first = try start("r1", by: "alice@laptop", in: store)
        fixture.pass(seconds: 4)
        let held = try #require(throws: LockHeld.self) { try start("r2", in: store, takeOver: true) }
        #expect(
            held.description == """
                r1 has the workspace, run by alice@laptop since 1970-01-01T00:16:40Z, and was last heard of 4 s ago; \
                wait until it has ended, or see «umstieg rollout status r1»
                """
        )
        #expect(try store.rollout("r2") == nil)
        try await LockedJournal(store, rollout: first).append(TimedEntry(time: 100, entry: .woke), to: "r1")
    }

    @Test func `a stale lock is taken over only with the word`() throws {
        _ = try start("r1", by: "alice@laptop", in: try fixture.store(.elsewhere))
        let store = try fixture.store()
        fixture.pass(seconds: 60)
        #expect(throws: LockHeld.self) { try start("r2", in: store, takeOver: true) }
        fixture.pass(seconds: 1)
        let held = try #require(throws: LockHeld.self) { try start("r2", in: store) }
        #expect(held.lock.holder == .silent)
        #expect(held.description.contains("last heard of 61 s ago; if it no longer runs, add --take-over"))
        _ = try start("r2", in: store, takeOver: true)
        #expect(try store.lock()?.rolloutID == "r2")
    }

    @Test func `a holder of this machine that is dead needs no word`() throws {
        _ = try start("r1", in: try fixture.store(.ended))
        let store = try fixture.store()
        #expect(try store.lock()?.holder == .dead)
        _ = try start("r2", in: store)
        #expect(try store.lock()?.rolloutID == "r2")
    }

    @Test func `a process that is gone is dead, whoever has its number next`() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/true")
        try process.run()
        process.waitUntilExit()
        var identity = ProcessIdentity.current
        (identity.pid, identity.start) = (process.processIdentifier, 1)
        _ = try start("r1", in: try fixture.store(identity))
        #expect(try fixture.store().lock()?.holder == .dead)
    }

    @Test func `a holder that ran before this machine was booted is dead when it is silent, too`() throws {
        _ = try start("r1", in: try fixture.store(.beforeBoot))
        let store = try fixture.store()
        #expect(try store.lock()?.holder == .alive)
        fixture.pass(seconds: 61)
        #expect(try store.lock()?.holder == .dead)
    }

    @Test func `the process that holds the lock is alive`() throws {
        let store = try fixture.store()
        _ = try start("r1", in: store)
        #expect(try store.lock()?.holder == .alive)
        #expect(ProcessIdentity.current.start > 0)
        #expect(!ProcessIdentity.current.pidSpace.isEmpty)
    }

    @Test func `the old owner's next write fails after a take-over`() async throws {
        let old = try fixture.store(.elsewhere)
        let journal = LockedJournal(old, rollout: try start("r1", by: "alice@laptop", in: old))
        try await journal.append(TimedEntry(time: 100, entry: .intended(Operation(.check, nil))), to: "r1")
        fixture.pass(seconds: 61)
        let new = try fixture.store()
        let resumed = try new.resume("r1", owner: "bob@desktop", takeOver: true)
        let lost = await #expect(throws: LockLost.self) {
            try await journal.append(TimedEntry(time: 100, entry: .woke), to: "r1")
        }
        #expect(lost?.description.hasPrefix("r1 was taken over by bob@desktop since") == true)
        #expect(throws: LockLost.self) { try journal.heartbeat() }
        try journal.release()
        #expect(try new.entries(of: "r1").map(\.entry) == [.intended(Operation(.check, nil))])
        try await LockedJournal(new, rollout: resumed).append(TimedEntry(time: 100, entry: .woke), to: "r1")
    }

    @Test func `the end of a rollout lets go of the lock`() async throws {
        let store = try fixture.store()
        let journal = LockedJournal(store, rollout: try start("r1", in: store))
        try await journal.append(TimedEntry(time: 100, entry: .finished(.refused)), to: "r1")
        #expect(try store.lock() == nil)
        await #expect(throws: LockLost.self) { try await journal.append(TimedEntry(time: 100, entry: .woke), to: "r1") }
        _ = try start("r2", in: store)
    }

    // MARK: - Resuming

    @Test func `a rollout that waits goes on with a new token and no end`() async throws {
        let store = try fixture.store()
        let first = try start("r1", by: "alice@laptop", in: store)
        try await LockedJournal(store, rollout: first).append(
            TimedEntry(time: 100, entry: .finished(.pending)),
            to: "r1"
        )
        let second = try store.resume("r1", owner: "bob@desktop")
        #expect(second.fencingToken > first.fencingToken)
        #expect(second.owner == "bob@desktop")
        #expect(second.outcome == nil && second.endedAt == nil)
        #expect(try store.rollout("r1") == second)
        #expect(throws: LockHeld.self) { try store.resume("r1", owner: "eve@tablet", takeOver: true) }
    }

    @Test(arguments: [RolloutOutcome.done, .refused, .rolledBack, .stoppedByUnreachable, .undoFailed])
    func `a rollout that has ended for good isn't resumed`(outcome: RolloutOutcome) async throws {
        let store = try fixture.store()
        let journal = LockedJournal(store, rollout: try start("r1", in: store))
        try await journal.append(TimedEntry(time: 100, entry: .finished(outcome)), to: "r1")
        let error = try #require(throws: NotResumable.self) { try store.resume("r1", owner: "a@b") }
        #expect(error.reason == .ended(outcome))
        #expect(try store.lock() == nil)
    }

    @Test func `neither a rollback nor what isn't there is resumed`() throws {
        let store = try fixture.store()
        _ = try store.start("b1", plan: nil, name: "domain north", owner: "a@b")
        let rollback = try #require(throws: NotResumable.self) { try store.resume("b1", owner: "a@b") }
        #expect(rollback.reason == .rollback)
        let unknown = try #require(throws: NotResumable.self) { try store.resume("r1", owner: "a@b") }
        #expect(unknown.reason == .unknown)
    }

    // MARK: - Rollbacks

    @Test(arguments: [
        RetreatTarget.domain("north"), .host("gw1", scope: nil), .host("gw1", scope: "north"),
        .rollout("r1", hosts: nil),
    ])
    func `a rollback takes the place of a rollout that works where it goes`(target: RetreatTarget) async throws {
        let store = try fixture.store()
        let journal = LockedJournal(store, rollout: try start("r1", by: "alice@laptop", in: store))
        let rollback = try store.start("b1", plan: nil, name: target.name, owner: "bob@desktop")
        #expect(try store.fence(target, by: rollback)?.owner == "alice@laptop")
        let lost = await #expect(throws: LockLost.self) {
            try await journal.append(TimedEntry(time: 100, entry: .woke), to: "r1")
        }
        #expect(lost?.description.hasPrefix("r1 had to make way for b1, run by bob@desktop") == true)
        #expect(throws: LockHeld.self) { try start("r2", in: store) }
        try LockedJournal(store, rollout: rollback).heartbeat()
        try await store.append(TimedEntry(time: 100, entry: .finished(.done)), to: "b1")
        #expect(try store.lock() == nil)
    }

    @Test(arguments: [
        RetreatTarget.domain("south"), .host("gw2", scope: nil), .host("gw1", scope: "host"),
        .rollout("r0", hosts: ["gw1"]),
    ])
    func `a rollback elsewhere doesn't disturb it`(target: RetreatTarget) async throws {
        let store = try fixture.store()
        let journal = LockedJournal(store, rollout: try start("r1", in: store))
        let rollback = try store.start("b1", plan: nil, name: target.name, owner: "bob@desktop")
        #expect(try store.fence(target, by: rollback) == nil)
        try await journal.append(TimedEntry(time: 100, entry: .woke), to: "r1")
    }

    @Test func `a second rollback leaves the first one's lock`() throws {
        let store = try fixture.store()
        _ = try start("r1", in: store)
        for id in ["b1", "b2"] {
            let rollback = try store.start(id, plan: nil, name: "domain north", owner: "a@b")
            _ = try store.fence(.domain("north"), by: rollback)
        }
        #expect(try store.lock()?.rolloutID == "b1")
    }
}

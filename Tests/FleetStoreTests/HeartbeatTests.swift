import FleetStore
import Planning
import Rollouts
import Testing

struct HeartbeatTests {
    /// A clock that waits for nobody: the next heartbeat is always due.
    private struct HastyClock: Clock {
        let now = ContinuousClock.now
        let minimumResolution = Duration.zero

        func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    private let fixture: LockFixture
    private let store: JournalStore
    private let journal: LockedJournal

    init() throws {
        fixture = try LockFixture()
        store = try fixture.store(.elsewhere)
        let rollout = try store.start("r1", plan: .sample, name: "day", owner: "alice@laptop")
        journal = LockedJournal(store, rollout: rollout)
    }

    @Test(.timeLimit(.minutes(1))) func `heartbeats run beside the rollout, and its lock goes with it`() async throws {
        fixture.pass(seconds: 50)
        let heard = try await journal.withHeartbeat(clock: HastyClock()) { [store] in
            while try store.lock()?.heartbeatAt != 1_050 { await Task.yield() }
            return "heard"
        }
        #expect(heard == "heard")
        #expect(try store.lock() == nil)
    }

    @Test(.timeLimit(.minutes(1))) func `a rollout that has lost its lock is cancelled`() async throws {
        let other = try fixture.store()
        await #expect(throws: LockLost.self) {
            try await journal.withHeartbeat(clock: HastyClock()) { [store] in
                let rollback = try store.start("b1", plan: nil, name: "domain north", owner: "bob@desktop")
                _ = try other.fence(.domain("north"), by: rollback)
                try await Task.sleep(for: .seconds(600))
            }
        }
        #expect(try store.lock()?.rolloutID == "b1")
    }

    @Test(.timeLimit(.minutes(1))) func `what the rollout throws comes out, and the lock is free`() async throws {
        await #expect(throws: CancellationError.self) {
            try await journal.withHeartbeat(clock: HastyClock()) { throw CancellationError() }
        }
        #expect(try store.lock() == nil)
    }
}

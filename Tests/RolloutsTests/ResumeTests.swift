import Planning
import Rollouts
import Synchronization
import Testing
import UmstiegTesting

/// A journal whose controller is killed at its n-th entry, before or after that has become durable.
private final class FatalJournal: Journal {
    struct Killed: Error {}

    let inner: MemoryJournal
    private let last: Int
    private let isWritten: Bool
    private let count = Mutex(0)

    init(_ inner: MemoryJournal, killedAt last: Int, isWritten: Bool) {
        self.inner = inner
        self.last = last
        self.isWritten = isWritten
    }

    func append(_ entry: TimedEntry, to rollout: String) async throws {
        let number = count.withLock { count in
            count += 1
            return count
        }
        guard number <= last else { throw Killed() }
        if number < last || isWritten { try await inner.append(entry, to: rollout) }
        if number == last { throw Killed() }
    }

    func entries(of rollout: String) async throws -> [TimedEntry] { try await inner.entries(of: rollout) }
}

/// Whoever goes on with a rollout does nothing twice.
struct ResumeTests {
    private func run(
        _ plan: Plan,
        _ journal: any Journal,
        _ gateways: PlayedGateway,
        _ beginning: RolloutEngine.Beginning
    ) async throws -> RolloutOutcome {
        let worker = FleetWorker(plan: plan, rollout: "r1", owner: "tester", fencingToken: 7, connector: gateways)
        let engine = RolloutEngine(
            plan: plan,
            rollout: "r1",
            journal: journal,
            worker: worker,
            now: { 100 },
            beginning: beginning,
            progress: { _ in }
        )
        return try await engine.run()
    }

    /// Journal entries of a run that nobody disturbs.
    private func undisturbed(_ plan: Plan) async throws -> (entries: Int, effects: Set<PlayedGateway.Effect>) {
        let gateways = PlayedGateway(modules: [])
        let journal = MemoryJournal()
        #expect(try await run(plan, journal, gateways, .start) == .done)
        return (try await journal.entries(of: "r1").count, Set(gateways.effects))
    }

    @Test(arguments: [RolloutFile.Confirmation.each, .together], [true, false])
    func `killed at any of its writes and resumed, it ends as if undisturbed`(
        confirm: RolloutFile.Confirmation,
        isWritten: Bool
    ) async throws {
        let plan = try GatewayPlan.make(["gw1", "gw2"], confirm: confirm)
        let wanted = try await undisturbed(plan)
        #expect(wanted.entries > 20)
        for last in 1...wanted.entries {
            let gateways = PlayedGateway(modules: [])
            let journal = MemoryJournal()
            let fatal = FatalJournal(journal, killedAt: last, isWritten: isWritten)
            await #expect(throws: FatalJournal.Killed.self) { try await run(plan, fatal, gateways, .start) }
            let entries = try await journal.entries(of: "r1")
            if entries.last?.entry != .finished(.done) {
                let beginning: RolloutEngine.Beginning =
                    entries.isEmpty ? .start : .resume(owner: "other", fencingToken: 8)
                #expect(try await run(plan, journal, gateways, beginning) == .done, "killed at \(last)")
            }
            #expect(Set(gateways.effects) == wanted.effects, "killed at \(last)")
            #expect(gateways.effects.count == wanted.effects.count, "killed at \(last): something was done twice")
        }
    }

    @Test func `killed at each write of each controller, it still ends`() async throws {
        let plan = try GatewayPlan.make(["gw1", "gw2"], confirm: .together)
        let wanted = try await undisturbed(plan)
        let gateways = PlayedGateway(modules: [])
        let journal = MemoryJournal()
        var beginning = RolloutEngine.Beginning.start
        // Enough to ask both gateways, to give them time, to check them and a little more.
        for controller in 1...200 {
            let fatal = FatalJournal(journal, killedAt: 16, isWritten: true)
            let outcome = try? await run(plan, fatal, gateways, beginning)
            beginning = .resume(owner: "controller \(controller)", fencingToken: 7 + controller)
            if outcome == .done { break }
            if try await journal.entries(of: "r1").last?.entry == .finished(.done) { break }
        }
        #expect(try await journal.entries(of: "r1").last?.entry == .finished(.done))
        #expect(Set(gateways.effects) == wanted.effects)
        #expect(gateways.effects.count == wanted.effects.count)
    }
}

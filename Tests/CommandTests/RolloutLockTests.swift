import FleetStore
import Rollouts
import Testing
import UmstiegCommands

/// What a second terminal sees of the controller that has the workspace.
struct RolloutLockTests {
    private let workspace: RolloutWorkspace

    init() async throws {
        workspace = try await RolloutWorkspace()
    }

    private func lock(of run: CommandRun) throws -> [String: Any]? {
        let json = try run.json()
        let status = (json as? [[String: Any]])?.first ?? json as? [String: Any]
        return try #require(status)["lock"] as? [String: Any]
    }

    @Test func `a second rollout is refused while one runs, and nothing is entered`() async throws {
        let journal = try workspace.journal()
        _ = try await workspace.start("r1", in: journal)
        let run = await workspace.run("rollout", "run", "Playbooks/gateways.yaml", "--take-over")
        #expect(run.status == .failed)
        #expect(run.errors.contains("r1 has the workspace, run by alice@laptop since"), "\(run.errors)")
        #expect(try journal.rollouts().map(\.id) == ["r1"])
    }

    @Test func `a silent controller's workspace is taken with --take-over`() async throws {
        _ = try await workspace.start("r1", in: try workspace.journal(seconds: 100, process: .elsewhere))
        let refused = await workspace.run("rollout", "run", "Playbooks/gateways.yaml")
        #expect(refused.status == .failed)
        #expect(refused.errors.contains("--take-over"), "\(refused.errors)")
        let run = await workspace.run("rollout", "run", "Playbooks/gateways.yaml", "--take-over")
        #expect(run.status == .rolledBack, "\(run.errors)")
        #expect(try workspace.journal().lock() == nil)
    }

    @Test(arguments: ["status", "list"])
    func `who runs it is told, and since when`(command: String) async throws {
        _ = try await workspace.start("r1", in: try workspace.journal(seconds: 100, process: .elsewhere))
        let lock = try #require(try lock(of: await workspace.run("rollout", command, "--output", "json")))
        #expect(Set(lock.keys) == ["owner", "since", "heartbeat", "stale"])
        #expect(lock["owner"] as? String == "alice@laptop")
        #expect(lock["stale"] as? Bool == true)
        let table = await workspace.run("rollout", command)
        #expect(table.output.contains("run by alice@laptop since "), "\(table.output)")
    }

    @Test(arguments: ["status", "list"])
    func `a rollout that nobody runs has no lock`(command: String) async throws {
        try await workspace.start("r1", in: try workspace.journal()).append(
            TimedEntry(time: 100, entry: .finished(.refused)),
            to: "r1"
        )
        let run = await workspace.run("rollout", command, "--output", "json")
        #expect(try lock(of: run) == nil)
        #expect(run.output.contains("\"lock\" : null") || run.output.contains("\"lock\":null"), "\(run.output)")
    }

    @Test func `status says what to do with a rollout whose controller is gone`() async throws {
        try await workspace.start("r1", in: try workspace.journal()).release()
        let run = await workspace.run("rollout", "status", "r1")
        #expect(run.status == .done)
        #expect(run.errors.contains("«umstieg rollout resume r1»"), "\(run.errors)")
    }

    @Test func `a rollback of the domain stops the rollout that works in it`() async throws {
        let locked = try await workspace.start("r1", in: try workspace.journal())
        let run = await workspace.run("rollback", "--domain", "fft_a")
        #expect(run.status == .pending)
        #expect(run.errors.contains("r1, run by alice@laptop since "), "\(run.errors)")
        await #expect(throws: LockLost.self) { try await locked.append(TimedEntry(time: 100, entry: .woke), to: "r1") }
        #expect(try workspace.journal().lock() == nil)
    }

    @Test func `a rollback of another rollout doesn't disturb it`() async throws {
        let journal = try workspace.journal()
        try await workspace.start("r1", in: journal).append(
            TimedEntry(time: 100, entry: .finished(.rolledBack)),
            to: "r1"
        )
        let locked = try await workspace.start("r2", in: journal)
        _ = await workspace.run("rollback", "--rollout", "r1")
        try await locked.append(TimedEntry(time: 100, entry: .woke), to: "r2")
    }
}

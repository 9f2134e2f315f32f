import FleetStore
import Planning
import Rollouts
import Testing
import UmstiegCommands

struct RolloutResumeTests {
    private let workspace: RolloutWorkspace
    private let journal: JournalStore

    init() async throws {
        workspace = try await RolloutWorkspace()
        journal = try workspace.journal()
    }

    @Test func `nothing to resume is a clear error, and for a timer no error`() async {
        let run = await workspace.run("rollout", "resume")
        #expect(run.status == .usage)
        #expect(run.errors.contains("no rollout waits to be resumed"), "\(run.errors)")
        let timer = await workspace.run("rollout", "resume", "--parked")
        #expect(timer.status == .done, "\(timer.errors)")
    }

    @Test func `a rollout whose controller died is taken up where it was`() async throws {
        let locked = try await workspace.start("r1", in: journal)
        for entry in [JournalEntry.started, .intended(Operation(.check, nil))] {
            try await locked.append(TimedEntry(time: 100, entry: entry), to: "r1")
        }
        try locked.release()
        let run = await workspace.run("rollout", "resume")
        #expect(run.status == .rolledBack, "\(run.errors)")
        #expect(run.errors.contains("r1 is stopped-by-unreachable"), "\(run.errors)")
        let entries = try journal.entries(of: "r1").map(\.entry)
        #expect(entries.contains { if case .resumed = $0 { true } else { false } })
        // Its time goes on, also where the clock has been set back.
        #expect(try journal.entries(of: "r1").map(\.time) == journal.entries(of: "r1").map(\.time).sorted())
    }

    @Test func `a rollout that is done is not resumed`() async throws {
        let locked = try await workspace.start("r1", in: journal)
        try await locked.append(TimedEntry(time: 100, entry: .finished(.done)), to: "r1")
        let run = await workspace.run("rollout", "resume", "r1")
        #expect(run.status == .failed)
        #expect(run.errors.contains("done"), "\(run.errors)")
    }

    @Test func `while a controller is alive nobody else resumes`() async throws {
        _ = try await workspace.start("r1", in: try workspace.journal(process: .elsewhere))
        let run = await workspace.run("rollout", "resume", "r1")
        #expect(run.status == .failed)
        #expect(run.errors.contains("alice@laptop"), "\(run.errors)")
    }

    @Test func `a rollback that is pending is run again, not resumed`() async {
        let run = await workspace.run("rollback", "--domain", "fft_a")
        #expect(run.status == .pending)
        #expect(run.errors.contains("«umstieg rollback --domain fft_a» goes on"), "\(run.errors)")
        #expect(!run.errors.contains("rollout resume"))
    }
}

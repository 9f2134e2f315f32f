import FleetStore
import Rollouts
import Testing
import UmstiegCommands

struct RolloutControlTests {
    private let workspace: RolloutWorkspace
    private let journal: JournalStore

    init() async throws {
        workspace = try await RolloutWorkspace()
        journal = try workspace.journal()
    }

    @Test(arguments: ControlWord.allCases)
    func `a word reaches the running rollout without its id`(word: ControlWord) async throws {
        _ = try await workspace.start("r1", in: journal)
        let run = await workspace.run("rollout", word.rawValue)
        #expect(run.status == .done, "\(run.errors)")
        #expect(run.output.hasPrefix("told r1 to \(word.rawValue); its controller, alice@laptop, heeds that"))
        #expect(try await journal.controls(of: "r1", after: 0).map(\.word) == [word])
    }

    @Test(arguments: ControlWord.allCases)
    func `nothing is said when no rollout runs`(word: ControlWord) async {
        let run = await workspace.run("rollout", word.rawValue)
        #expect(run.status == .failed)
        #expect(run.errors.contains("no rollout runs"))
        let unknown = await workspace.run("rollout", word.rawValue, "r9")
        #expect(unknown.status == .usage)
    }

    @Test(arguments: ControlWord.allCases)
    func `a rollout whose controller is gone is resumed or taken back`(word: ControlWord) async throws {
        try await workspace.start("r1", in: journal).release()
        let run = await workspace.run("rollout", word.rawValue, "r1")
        #expect(run.status == .failed)
        #expect(run.errors.contains("«umstieg rollout resume r1»"), "\(run.errors)")
        #expect(run.errors.contains("«umstieg rollback --rollout r1»"), "\(run.errors)")
        #expect(try await journal.controls(of: "r1", after: 0).isEmpty)
    }

    @Test func `a silent controller is told with its silence`() async throws {
        _ = try await workspace.start("r1", in: try workspace.journal(seconds: 100, process: .elsewhere))
        let run = await workspace.run("rollout", "abort")
        #expect(run.status == .failed)
        #expect(run.errors.contains("r1 isn't running, alice@laptop was last heard of 10"), "\(run.errors)")
    }

    @Test func `a rollout that is done hears no more`() async throws {
        try await workspace.start("r1", in: journal).append(TimedEntry(time: 100, entry: .finished(.done)), to: "r1")
        let run = await workspace.run("rollout", "abort", "r1")
        #expect(run.status == .failed)
        #expect(run.errors.contains("r1 isn't running any more, it is done"), "\(run.errors)")
    }

    @Test func `a rollback hears no words`() async throws {
        _ = try journal.start("b1", plan: nil, name: "domain fft_a", owner: "alice@laptop")
        let run = await workspace.run("rollout", "pause", "b1")
        #expect(run.status == .failed)
        #expect(run.errors.contains("b1 is a rollback"), "\(run.errors)")
    }
}

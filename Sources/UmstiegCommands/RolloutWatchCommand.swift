import ArgumentParser
import FleetModel
import FleetStore
import Planning
import Reporting
import Rollouts

struct RolloutWatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow a rollout that runs in another terminal.",
        discussion: """
            It is read from the journal, from the rollout's beginning to its end; no device is asked. Ctrl-C ends the \
            watching, not the rollout.

            Exit codes: the rollout's own, see «umstieg rollout run»; 1 no rollout runs; 3 also when its controller is \
            gone.

            Example:
              umstieg rollout watch --events | jq .host
            """
    )

    @OptionGroup var rollout: RolloutOptions
    @OptionGroup var output: StatusOutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        try output.validate()
    }

    func run() async throws {
        let console = Console.current
        let journal = JournalStore(database: try global.workspace(on: console).openDatabase())
        let rollout = try rollout.rollout(in: journal)
        let plan = try rollout.planID.flatMap { try journal.plan($0) }
        let monitor = ProgressMonitor(style: output.progressStyle(on: console), units: plan?.units ?? []) { text in
            console.write(text, to: output.events ? .output : .error)
        }
        let end = try await RolloutWatch(journal: journal, rollout: rollout).follow { timed in
            monitor.tell(.entry(timed.entry), at: timed.time)
        }
        let status = try journal.status(of: rollout)
        let report = StatusReport(status, lock: LockReport(try journal.lock(), of: rollout))
        if !output.events { console.write(output.text(report, style: console.style), to: .output) }
        switch end {
        case .finished(let outcome): try outcome.check(status, next: rollout.next)
        case .abandoned: throw CommandFailure(.pending, rollout.advice)
        }
    }
}

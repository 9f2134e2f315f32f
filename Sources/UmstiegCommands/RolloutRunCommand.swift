import ArgumentParser
import FleetModel
import FleetStore
import Foundation
import Planning
import Reporting
import Rollouts

struct RolloutRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a rollout: a file, or a plan that was saved.",
        discussion: """
            First all hosts are checked, then keys are made, then each gateway is changed in a transaction that takes \
            itself back unless it is confirmed. A failure takes the whole domain back.

            One rollout runs in a workspace at a time; «umstieg rollout watch», «pause», «abort» and «approve» reach it \
            from another terminal.

            Ctrl-C lets no new step start; what runs ends, and what isn't confirmed goes back. A second Ctrl-C leaves \
            that to the devices' own timers.

            Exit codes: 0 done, 1 refused before anything changed, 2 rolled back or stopped by unreachable hosts, \
            3 pending, a human decides, 4 an undo failed.

            Example:
              umstieg rollout run Playbooks/migration-day.yaml --on domain:ffms_nord
            """
    )

    @Argument(help: ArgumentHelp("A rollout file, or the id of a saved plan.", valueName: "plan|file"))
    var source: String

    @Option(help: ArgumentHelp("Narrow a rollout file to these devices.", valueName: "selector"))
    var on: String?

    @Flag(help: "Begin although the workspace's lock has a silent holder, who no longer runs.")
    var takeOver = false

    @OptionGroup var output: StatusOutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        try output.validate()
    }

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let plan = try PlanSource(console: console, session: session).plan(source, on: on)
        let journal = session.journal
        let rollout = try journal.start(
            FleetSession.newID(at: console.now()),
            plan: plan,
            name: plan.name,
            owner: FleetSession.owner,
            takeOver: takeOver
        )
        let locked = LockedJournal(journal, rollout: rollout)
        let monitor = ProgressMonitor(style: output.progressStyle(on: console), units: plan.units) { text in
            console.write(text, to: output.events ? .output : .error)
        }
        let worker = FleetWorker(
            plan: plan,
            rollout: rollout.id,
            owner: rollout.owner,
            fencingToken: rollout.fencingToken,
            connector: session.connector,
            progress: monitor.tell
        )
        let engine = RolloutEngine(
            plan: plan,
            rollout: rollout.id,
            journal: locked,
            worker: worker,
            progress: monitor.tell
        )
        let outcome = try await locked.withHeartbeat {
            try await Interruption.forwarded(to: engine.interrupt) { try await engine.run() }
        }
        let status = try journal.status(of: rollout)
        if !output.events { console.write(output.text(StatusReport(status), style: console.style), to: .output) }
        try outcome.check(status)
    }
}

extension RolloutOutcome {
    /// - Throws: `CommandFailure` with the outcome's exit code, unless all is done.
    func check(_ status: RolloutStatus) throws {
        guard self != .done else { return }
        let reason = status.reason.map { ": \($0)" } ?? ""
        throw CommandFailure(ExitStatus(rawValue: exitCode) ?? .failed, "\(status.id) is \(rawValue)\(reason)")
    }
}

import ArgumentParser
import Foundation
import Planning
import Reporting
import Rollouts
import Simulation

struct RehearseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "Run a rollout many times over a simulated fleet, and tell what to expect of it.",
        discussion: """
            No host is reached. The fleet is that of the inventory; what goes wrong follows from the seeds 0, 1, 2, …, so \
            that the same plan at the same time has the same rehearsal. Durations count soaks and maintenance windows \
            from now on, and 60 s for each approval. A run ends when the rollout does for the first time: what is then \
            parked, paused or pending is not resumed. A plan that is made here is saved, as by «umstieg plan».

            The failure rate is the chance that something goes wrong with a device during the whole of its switch, of \
            about 6 operations: it can't be reached, an answer is lost, it boots, loses power, dies, is slow or full, a \
            step or its undo fails, or the new tunnel doesn't work. Some of these the rollout gets over, others it turns \
            back for. Where people err or the controller stops, is not rehearsed.

            A promise that is broken is a fault of this program: it is told with its seed and all that led to it, and \
            the exit code is 1.

            Example:
              umstieg rehearse Playbooks/migration-day.yaml --on domain:ffms_nord --failure-rate 2%
            """
    )

    private static let mostSeeds = 100_000

    @Argument(help: ArgumentHelp("A rollout file, or the id of a saved plan.", valueName: "plan|file"))
    var source: String

    @Option(help: ArgumentHelp("Narrow a rollout file to these devices.", valueName: "selector"))
    var on: String?

    @Option(help: ArgumentHelp("How many runs, each with another seed.", valueName: "n"))
    var seeds = 100

    @Option(
        help: ArgumentHelp("How many devices something goes wrong with; 5% unless told.", valueName: "percentage"),
        transform: FailureRate.init(argument:)
    )
    var failureRate = FailureRate.usual

    @OptionGroup var output: DetailsOutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard (1...Self.mostSeeds).contains(seeds) else {
            throw ValidationError("--seeds must be from 1 to \(Self.mostSeeds), not \(seeds)")
        }
    }

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let plan = try PlanSource(console: console, session: session).plan(source, on: on)
        let rehearsal = await Rehearsal(
            with: RolloutMachine.self,
            of: plan,
            runs: seeds,
            rate: failureRate,
            from: console.now().timeIntervalSince1970
        )
        let report = RehearsalReport(rehearsal, of: plan)
        switch output.format {
        case .table: console.write(report.text(style: console.style), to: .output)
        case .json: console.write(report.json, to: .output)
        }
        guard let counterexample = rehearsal.counterexample else { return }
        console.write("\(counterexample)\n", to: .error)
        throw CommandFailure(
            .failed,
            "a promise is broken in \(rehearsal.brokenSeeds.count) of \(seeds) runs, a fault of this program: please "
                + "report the lines above, with the inventory and the rollout file"
        )
    }
}

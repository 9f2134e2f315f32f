import ArgumentParser
import FleetStore
import Planning
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

            Ctrl-C pauses: nothing more begins; what has begun ends confirmed, or goes back; «umstieg rollout resume» \
            goes on. A second Ctrl-C leaves all to the devices' own timers.

            Exit codes: 0 done, 1 refused before anything changed, 2 rolled back or stopped by unreachable hosts, \
            3 paused, parked or pending, a human decides, 4 an undo failed.

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

    @OptionGroup var exchange: ExchangeOptions
    @OptionGroup var output: StatusOutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        try output.validate()
    }

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let plan = try PlanSource(console: console, session: session).plan(source, on: on)
        let rollout = try session.journal.start(
            FleetSession.newID(at: console.now()),
            plan: plan,
            name: plan.name,
            owner: FleetSession.owner,
            takeOver: takeOver
        )
        let conduct = RolloutConduct(session: session, console: console, output: output, exchange: exchange)
        try await conduct.run(rollout, plan, from: .start)
    }
}

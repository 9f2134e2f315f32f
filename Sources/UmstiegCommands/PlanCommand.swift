import ArgumentParser
import FleetModel
import Planning
import Reporting
import Rollouts

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a rollout would do: its waves, and for each host what changes in which file.",
        discussion: """
            The hosts are read, nothing is changed on them. The plan is saved; «umstieg rollout run ID» runs it.

            Example:
              umstieg plan Playbooks/migration-day.yaml --on domain:ffms_nord
            """
    )

    @Argument(help: ArgumentHelp("A rollout file.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Narrow it to these devices.", valueName: "selector"))
    var on: String?

    @Flag(help: "Don't connect to the hosts: show each file as new.")
    var offline = false

    @OptionGroup var output: DetailsOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let plan = try PlanSource(console: console, session: session).plan(file, on: on)
        let previews = offline ? [:] : await PlanPreviewer(plan: plan, connector: session.connector).previews()
        let report = PlanReport(plan, previews: previews)
        switch output.format {
        case .table: console.write(report.text(style: console.style), to: .output)
        case .json: console.write(report.json, to: .output)
        }
        let unread = plan.units.filter { previews[$0]?.error != nil }
        guard unread.isEmpty else {
            throw CommandFailure(
                .failed,
                "these hosts could not be read: \(unread.map(\.host).joined(separator: ", "))"
            )
        }
    }
}

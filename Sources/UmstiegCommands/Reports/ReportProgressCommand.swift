import ArgumentParser
import FleetModel
import Foundation
import Reporting

struct ReportProgressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "progress",
        abstract: "How far the migration has come, by domain, wave, firmware and model.",
        discussion: """
            Counts which transport nodes use, as their sources and the journal know it, and what became of the rollouts' \
            transactions: done, failed, returned (verified old), late (offline, and tried again) or open. Where it is \
            about firmware and models, nodes that were offline before are left out.

            Example:
              umstieg report progress --output html > progress.html
            """
    )

    @Argument(help: ArgumentHelp("Which nodes; all without it.", valueName: "selector"))
    var selector: String?

    @OptionGroup var output: ReportOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let source = try ReportSource(global.workspace(on: console))
        let report = ProgressReport(
            source.fleet,
            nodes: try source.nodes(selector),
            history: try source.history(),
            takenAt: console.now().timeIntervalSince1970
        )
        output.write(report.report(hasFigures: output.format == .html), on: console)
    }
}

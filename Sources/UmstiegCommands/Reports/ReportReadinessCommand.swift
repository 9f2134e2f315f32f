import ArgumentParser
import FleetModel
import Foundation
import Reporting

struct ReportReadinessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "readiness",
        abstract: "Which nodes can be switched, and what stands in the way of the others.",
        discussion: """
            A node is ready, not ready, done, or unknown where what isn't known may stand in the way. Reasons: firmware \
            without WireGuard, too little flash or memory for one that has it, offline, a key that nobody knows, no way \
            for SSH, and what «umstieg health» has found: another dialect or another MTU at the gateway's end.

            The columns state, role and island say which transport a node uses, whether it has a tunnel of its own \
            (uplink) or reaches its gateway through others (dependent), and with whom it is linked.

            Example:
              umstieg report readiness 'model:TP-Link*' --output csv
            """
    )

    @Argument(help: ArgumentHelp("Which nodes; all without it.", valueName: "selector"))
    var selector: String?

    @OptionGroup var output: ReportOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let source = try ReportSource(global.workspace(on: console))
        let report = ReadinessReport(
            source.fleet,
            nodes: try source.nodes(selector),
            changes: try source.history().changes,
            seen: try source.obstacles(),
            takenAt: console.now().timeIntervalSince1970
        )
        output.write(report.report(hasFigures: output.format == .html), on: console)
    }
}

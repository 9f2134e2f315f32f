import ArgumentParser
import FleetModel
import FleetStore
import Reporting

struct HostkeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the keys that gateways and nodes have shown, and which of them are accepted."
    )

    @Argument(help: ArgumentHelp("Which gateways and nodes; all without it.", valueName: "selector"))
    var selector: String?

    @OptionGroup var output: ListOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let session = try FleetSession(global.workspace(on: console))
        let endpoints = try session.endpoints(selector.map { try Selector($0) } ?? .all)
        let report = try HostKeyReport(endpoints, in: session, store: HostKeyStore(database: session.database))
        console.write(report.listing.text(as: output.format, style: console.style), to: .output)
    }
}

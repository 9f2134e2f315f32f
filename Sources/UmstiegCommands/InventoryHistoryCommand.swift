import ArgumentParser
import FleetStore
import Mesh
import Reporting

struct InventoryHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "What was the matter with a gateway, domain or node, the latest first.",
        discussion: """
            NAME is a gateway's name, a domain's code or short name, or a node's host name or id. What «umstieg health» \
            has found is kept for 30 days after its end.

            Example:
              umstieg inventory history gw1
            """
    )

    @Argument(help: ArgumentHelp("Of what.", valueName: "name"))
    var name: String

    @Option(help: "How many findings at most.")
    var limit = 100

    @OptionGroup var output: ListOutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if !(1...10_000).contains(limit) { throw ValidationError("--limit takes 1 to 10000") }
    }

    func run() async throws {
        let console = Console.current
        let database = try global.workspace(on: console).openDatabase()
        let subject = try InventoryName(text: name).find(in: InventoryStore(database).load()).subject
        let history = try HealthStore(database).history(of: subject, limit: limit)
        let columns = ["since", "ended_at", "verdict", "check", "value", "limit", "source", "message"]
        let listing = Listing(
            columns: columns.map { Listing.Column($0) },
            rows: history.map { lasting in
                let finding = lasting.finding
                return [
                    .text(TimeWords.text(Double(lasting.since))),
                    ReportValue(lasting.endedAt.map { TimeWords.text(Double($0)) }),
                    .text(finding.verdict.rawValue), .text(finding.check.rawValue), .text(finding.value),
                    .text(finding.limit), .text(finding.source), .text(finding.message),
                ]
            }
        )
        console.write(listing.text(as: output.format, style: console.style), to: .output)
    }
}

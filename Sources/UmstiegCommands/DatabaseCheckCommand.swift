import ArgumentParser
import FleetStore
import Reporting

struct DatabaseCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "See whether the database is whole; changes nothing.",
        discussion: """
            Looks at each page, index and reference, and reads the inventory and every journal. Works while a rollout \
            runs. Exit codes: 0 whole, 1 damaged.
            """
    )

    @OptionGroup var output: DetailsOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let database = try global.workspace(on: console).openDatabase()
        let condition = try database.condition()
        output.write(
            Details([
                ("path", .text(database.path)),
                ("whole", .boolean(condition.problems.isEmpty)),
                ("problems", ReportValue(condition.problems)),
                ("bytes", .number(condition.bytes)),
                ("free_bytes", .number(condition.freeBytes)),
                ("version", ReportValue(condition.version)),
                ("nodes", .number(condition.nodes)),
                ("rollouts", .number(condition.rollouts)),
                ("journal_entries", .number(condition.journalEntries)),
                ("findings", .number(condition.findings)),
                ("changes", .number(condition.changes)),
            ]),
            on: console
        )
        guard condition.problems.isEmpty else {
            throw CommandFailure(
                .failed,
                "the database is damaged: keep the file, and restore a copy that «umstieg db backup» has made"
            )
        }
    }
}

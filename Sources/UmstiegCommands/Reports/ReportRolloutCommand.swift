import ArgumentParser
import FleetModel
import FleetStore
import Foundation
import Reporting

struct ReportRolloutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollout",
        abstract: "A rollout's day as a protocol: who, when, what, gates, outages and gain.",
        discussion: """
            It is read from the journal, also while the rollout runs.

            Example:
              umstieg report rollout --output html > day.html
            """
    )

    @Argument(help: ArgumentHelp("Its id; the latest without it.", valueName: "id"))
    var id: String?

    @OptionGroup var output: ReportOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let journal = JournalStore(database: try global.workspace(on: console).openDatabase())
        let rollout = try id.map { try journal.rollout($0) } ?? journal.rollouts().first
        guard let rollout else {
            throw CommandFailure(.usage, id.map { "there is no rollout «\($0)»" } ?? "there is no rollout yet")
        }
        let story = try ReportSource.story(of: rollout, in: journal)
        output.write(RolloutReport(story, takenAt: console.now().timeIntervalSince1970).report, on: console)
    }
}

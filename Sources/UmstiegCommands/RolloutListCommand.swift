import ArgumentParser
import FleetStore
import Foundation
import Reporting
import Rollouts

struct RolloutListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List rollouts and rollbacks, the latest first."
    )

    @OptionGroup var output: ListOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let journal = JournalStore(database: try global.workspace(on: console).openDatabase())
        let columns = ["id", "kind", "name", "state", "started", "ended", "owner", "plan"].map { Listing.Column($0) }
        let rows = try journal.rollouts().map { rollout -> [ReportValue] in
            [
                .text(rollout.id), .text(rollout.kind.rawValue), .text(rollout.name),
                .text(rollout.outcome?.rawValue ?? "running"), .text(Self.time(rollout.startedAt)),
                ReportValue(rollout.endedAt.map(Self.time)), .text(rollout.owner), ReportValue(rollout.planID),
            ]
        }
        console.write(Listing(columns: columns, rows: rows).text(as: output.format, style: console.style), to: .output)
    }

    private static func time(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }
}

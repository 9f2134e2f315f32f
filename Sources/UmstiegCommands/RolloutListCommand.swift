import ArgumentParser
import FleetModel
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
        let lock = try journal.lock()
        let columns =
            ["id", "kind", "name", "state", "started", "ended", "owner", "plan"].map { Listing.Column($0) }
            + [Listing.Column("lock", isInTable: false)]
        let rows = try journal.rollouts().map { rollout -> [ReportValue] in
            [
                .text(rollout.id), .text(rollout.kind.rawValue), .text(rollout.name),
                .text(rollout.outcome?.rawValue ?? "running"), .text(TimeWords.text(rollout.startedAt)),
                ReportValue(rollout.endedAt.map(TimeWords.text)), .text(rollout.owner), ReportValue(rollout.planID),
                LockReport(lock, of: rollout)?.value ?? .unknown,
            ]
        }
        console.write(Listing(columns: columns, rows: rows).text(as: output.format, style: console.style), to: .output)
        guard output.format == .table, let lock else { return }
        console.write("\(lock.rolloutID.escapingControls): \(LockReport(lock).line)\n", to: .output)
    }
}

import ArgumentParser
import FleetModel
import FleetStore
import Reporting

struct RolloutStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tell where a rollout, or a rollback, stands.",
        discussion: """
            It is read from the journal; no device is asked. Who runs it is told, and since when.

            Example:
              umstieg rollout status --output json | jq .lock
            """
    )

    @Argument(help: ArgumentHelp("Its id; the latest without it.", valueName: "id"))
    var id: String?

    @OptionGroup var output: DetailsOutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let journal = JournalStore(database: try global.workspace(on: console).openDatabase())
        let rollout = try id.map { try journal.rollout($0) } ?? journal.rollouts().first
        guard let rollout else {
            throw CommandFailure(.usage, id.map { "there is no rollout «\($0)»" } ?? "there is no rollout yet")
        }
        let lock = try journal.lock()
        let report = StatusReport(try journal.status(of: rollout), lock: LockReport(lock, of: rollout))
        switch output.format {
        case .table: console.write(report.table(style: console.style), to: .output)
        case .json: console.write(report.json, to: .output)
        }
        guard rollout.outcome == nil, rollout.isAbandoned(by: lock) else { return }
        console.write(rollout.advice.escapingControls + "\n", to: .error)
    }
}

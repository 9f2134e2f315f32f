import ArgumentParser
import FleetStore
import Foundation
import Reporting

struct DatabaseVacuumCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vacuum",
        abstract: "Forget old observations, and give the file's free room back.",
        discussion: """
            Findings of health that have ended are kept for 30 days, changes of the inventory for 400, unless --keep says \
            otherwise. Plans and journals are never forgotten. Refused while a rollout runs.
            """
    )

    @Option(help: ArgumentHelp("Keep observations of so many days.", valueName: "days"))
    var keep: Int?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let keep, !(0...10_000).contains(keep) { throw ValidationError("--keep takes 0 to 10000 days") }
    }

    func run() async throws {
        let console = Console.current
        let database = try global.workspace(on: console).openDatabase()
        if let lock = try JournalStore(database: database).lock(), !lock.isStale {
            throw CommandFailure(.failed, "\(lock.rolloutID) runs (\(lock.words)): wait for its end")
        }
        let now = Int(console.now().timeIntervalSince1970)
        let forgotten = try database.forget(now: now, keeping: keep.map { $0 * 86_400 })
        let (before, after) = try database.vacuum()
        console.write("forgot \(forgotten) observations; \(before) bytes before, \(after) now\n", to: .output)
    }
}

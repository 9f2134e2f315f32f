import ArgumentParser
import FleetModel
import FleetStore
import Foundation
import Reporting

struct DatabaseBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database as it is at this moment, also while a rollout runs.",
        discussion: """
            The copy is checked before it gets its name, and never takes the place of another file. To restore it, put it \
            in the place of umstieg.db while no umstieg runs, and delete umstieg.db-wal and umstieg.db-shm.

            Example:
              umstieg db backup backups/before-the-day.db
            """
    )

    @Argument(help: ArgumentHelp("The copy; umstieg-TIME.db in the workspace without it.", valueName: "file"))
    var file: String?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let workspace = global.workspace(on: console)
        let database = try workspace.openDatabase()
        let time = TimeWords.text(console.now().timeIntervalSince1970).filter { $0 != ":" && $0 != "-" }
        let path = file.map(console.absolutePath) ?? "\(workspace.directory)/umstieg-\(time).db"
        let size = try database.backup(to: path)
        console.write("\(path.escapingControls): \(size) bytes, whole\n", to: .output)
    }
}

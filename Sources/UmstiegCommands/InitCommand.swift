import ArgumentParser
import FleetStore
import Foundation

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a workspace: sample inventory, playbooks and a database.",
        discussion: """
            Files that exist are kept as they are, so it can be run again.

            Edit Inventory/community.yaml, then store it: umstieg inventory import Inventory/community.yaml
            """
    )

    @Argument(help: ArgumentHelp("The directory, which is created if need be.", valueName: "dir"))
    var directory = "."

    func run() async throws {
        let console = Console.current
        let workspace = Workspace(directory: console.absolutePath(directory))
        for sample in SampleFile.all {
            let isNew = try write(sample, in: workspace)
            console.write((isNew ? "created " : "kept    ") + sample.path + "\n", to: .output)
        }
        let hadDatabase = workspace.hasDatabase
        _ = try FleetDatabase.create(at: workspace.databasePath)
        console.write((hadDatabase ? "kept    " : "created ") + FleetDatabase.fileName + "\n", to: .output)
    }

    /// Returns whether the file is new.
    private func write(_ sample: SampleFile, in workspace: Workspace) throws -> Bool {
        let file = URL(filePath: workspace.directory + "/" + sample.path)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(sample.content).write(to: file, options: .withoutOverwriting)
            return true
        } catch CocoaError.fileWriteFileExists {
            return false
        } catch {
            throw CommandFailure(.failed, "\(file.path(percentEncoded: false)): \(error.localizedDescription)")
        }
    }
}

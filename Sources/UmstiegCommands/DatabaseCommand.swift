import ArgumentParser

struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Look after the workspace's database: check it, copy it, make it small.",
        subcommands: [DatabaseCheckCommand.self, DatabaseBackupCommand.self, DatabaseVacuumCommand.self]
    )
}

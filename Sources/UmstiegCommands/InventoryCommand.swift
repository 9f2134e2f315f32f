import ArgumentParser

struct InventoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inventory",
        abstract: "The network's domains, gateways and nodes.",
        subcommands: [
            InventoryImportCommand.self, InventoryListCommand.self, InventoryShowCommand.self,
            InventoryHistoryCommand.self, InventoryExportCommand.self,
        ]
    )

    @OptionGroup var global: GlobalOptions
}

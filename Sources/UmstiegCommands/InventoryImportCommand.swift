import ArgumentParser
import FleetModel
import FleetStore
import Importing
import Reporting

struct InventoryImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Store an inventory in the workspace, in place of the one before.",
        discussion: """
            The file is checked as a whole first: either all of it is stored, or each mistake is told with its path, \
            such as «lab.yaml: gateways/gw04/domains/2: unknown domain «x»», and nothing changes.

            «umstieg init» writes Inventory/community.yaml, which explains the format.
            """
    )

    @Argument(help: ArgumentHelp("A file.", valueName: "source"))
    var source: String

    @Option(help: "The source's format.")
    var format = InventoryFormat.auto

    @Flag(help: "Check the source and tell what would change, but store nothing.")
    var dryRun = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let workspace = global.workspace(on: console)
        let fleet =
            switch format {
            case .auto, .umstieg: try InventoryFile.read(contentsOf: console.absolutePath(source), named: source)
            }
        let difference = dryRun ? try difference(to: fleet, in: workspace) : try save(fleet, in: workspace, on: console)
        report(difference, on: console)
    }

    private func save(_ fleet: Fleet, in workspace: Workspace, on console: Console) throws -> FleetDifference {
        let origin = InventoryImport(
            source: source,
            format: InventoryFormat.umstieg.rawValue,
            importedAt: console.now()
        )
        return try InventoryStore(try workspace.openDatabase()).save(fleet, from: origin)
    }

    /// Also works where there is no workspace yet.
    private func difference(to fleet: Fleet, in workspace: Workspace) throws -> FleetDifference {
        let stored = workspace.hasDatabase ? try InventoryStore(try workspace.openDatabase()).load() : nil
        return FleetDifference(from: stored, to: fleet)
    }

    private func report(_ difference: FleetDifference, on console: Console) {
        let kinds = [
            ("domains", difference.domains), ("gateways", difference.gateways), ("nodes", difference.nodes),
            ("links", difference.links),
        ]
        for (kind, changes) in kinds {
            for (word, names) in [("new", changes.new), ("changed", changes.changed), ("gone", changes.gone)] {
                for name in names { global.log("\(kind): \(word) \(name.escapingControls)", on: console) }
            }
        }
        let table = TextTable(
            headings: ["", "NEW", "CHANGED", "GONE", "UNCHANGED"],
            rows: kinds.map { kind, changes in
                [kind]
                    + [changes.new.count, changes.changed.count, changes.gone.count, changes.unchangedCount]
                    .map(String.init)
            },
            numericColumns: [1, 2, 3, 4]
        )
        console.write(table.text(style: console.style), to: .output)
        if difference.changesSettings { console.write("The community's settings change.\n", to: .output) }
        if dryRun { console.write("Nothing was stored (--dry-run).\n", to: .output) }
    }
}

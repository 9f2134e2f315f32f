import ArgumentParser
import FleetModel
import FleetStore
import Foundation
import Importing
import Mesh
import Reporting

struct InventoryImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take what a file, a directory, a web server or the mesh tells into the inventory.",
        discussion: """
            The source is checked as a whole first: either all of it is stored, or each mistake is told with its place, \
            such as «lab.yaml: gateways/gw04/domains/2: unknown domain «x»», and nothing changes.

              umstieg        this program's inventory file, see Inventory/community.yaml; it takes the place of the one \
            before
              meshviewer     meshviewer.json
              nodes          nodes.json of version 1 and 2, with the graph.json beside it or in --graph
              yanic          the state that yanic keeps
              respondd       answers that were recorded, one JSON object or datagram a line or file; or the mesh itself: \
            «respondd://bat-nord» asks all nodes behind an interface, «respondd://[fd00::1]» one node
              ansible        an inventory in INI or YAML, or the directory around it
              fastd-peers    a directory of peers' keys, flat or with a directory for each group
              gluon-domain   a site.conf or domain.conf, or the directory of a site
              wgkex          wgkex.yaml

            What each source told last is kept beside what the others told. The inventory file beats what a device says \
            of itself, which beats what others say of it; among equals the newer word counts. What a source no longer \
            tells is gone, unless another one tells it.

            Examples:
              umstieg inventory import Inventory/community.yaml
              umstieg inventory import https://map.example.net/data/meshviewer.json --dry-run
              umstieg inventory import nodes.json --graph graph.json --domain ffms_nord
            """
    )

    @Argument(
        help: ArgumentHelp("A file, a directory, or an address with http, https or respondd.", valueName: "source")
    )
    var source: String

    @Option(help: "The source's format.")
    var format = InventoryFormat.auto

    @Option(help: ArgumentHelp("The domain of nodes whose domain the source doesn't tell.", valueName: "code"))
    var domain: String?

    @Option(help: ArgumentHelp("The graph.json to a nodes.json.", valueName: "source"))
    var graph: String?

    @Option(
        help: ArgumentHelp(
            "A group of an Ansible inventory that holds gateways; by default those whose names say so.",
            valueName: "name"
        )
    )
    var group: [String] = []

    @Flag(help: "Check the source and tell what would change, but store nothing.")
    var dryRun = false

    @Flag(help: "Take it although it tells of more than 20 % less than before.")
    var acceptShrink = false

    @Flag(help: "Take contacts and coordinates, too; without it they are never stored.")
    var withPersonalData = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let console = Console.current
        let workspace = global.workspace(on: console)
        let now = console.now()
        let source = InventorySource(text: source)
        var (facts, format) = try await source.read(options(on: console), at: now, on: console)
        if let domain { facts.put(into: domain) }
        let told = FactSource(
            name: source.name,
            format: format.rawValue,
            rank: facts.settings == nil ? format.rank : .inventory,
            toldAt: facts.toldAt ?? Int(now.timeIntervalSince1970)
        )
        let change = try change(by: facts, from: told, at: now, in: workspace)
        let report = ImportReport(change, facts, isVerbose: global.verbose)
        for line in facts.notes { console.write("note: \(line.escapingControls)\n", to: .error) }
        if let shrinkage = change.shrinkage { throw CommandFailure(.failed, "\(source.name) \(shrinkage)") }
        for line in change.leftOut.lines { console.write("note: \(line.escapingControls)\n", to: .error) }
        console.write(report.text(style: console.style), to: .output)
        if dryRun { console.write("Nothing was stored (--dry-run).\n", to: .output) }
    }

    private func options(on console: Console) -> SourceFile.Options {
        SourceFile.Options(
            format: format.named,
            graph: graph.map { (console.absolutePath($0), $0) },
            groups: group,
            withPersonalData: withPersonalData,
            inflate: { try Inflation.inflated($0) }
        )
    }

    private func change(
        by facts: SourceFacts,
        from told: FactSource,
        at now: Date,
        in workspace: Workspace
    ) throws -> InventoryChange {
        guard dryRun else {
            return try InventoryStore(try workspace.openDatabase()).take(
                facts,
                from: told,
                importedAt: now,
                acceptsShrink: acceptShrink
            )
        }
        // Also where there is no workspace yet.
        guard workspace.hasDatabase else {
            return InventoryChange([FactLayer(source: told, facts: facts)], before: nil)
        }
        return try InventoryStore(try workspace.openDatabase()).preview(facts, from: told, acceptsShrink: acceptShrink)
    }
}

extension SourceFormat {
    /// What its word is worth.
    var rank: FactSource.Rank {
        switch self {
        case .umstieg: .inventory
        case .respondd: .device
        case .meshviewer, .nodes, .yanic, .ansible, .fastdPeers, .gluonDomain, .wgkex: .hearsay
        }
    }
}

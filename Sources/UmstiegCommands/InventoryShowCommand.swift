import ArgumentParser
import FleetModel
import FleetStore
import Foundation
import Mesh
import Reporting

struct InventoryShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all that is known of a gateway, domain or node.",
        discussion: "NAME is a gateway's name, a domain's code or short name, or a node's host name or id."
    )

    @Argument(help: ArgumentHelp("What to show.", valueName: "name"))
    var name: String

    @OptionGroup var output: DetailsOutputOptions
    @OptionGroup var global: GlobalOptions

    /// Something that has the name, and where its values come from.
    private struct Match {
        var subject: Subject
        var details: Details
        var origin: InventoryImport?
    }

    func run() async throws {
        let console = Console.current
        let database = try global.workspace(on: console).openDatabase()
        let store = InventoryStore(database)
        let matches = try store.load().map { try self.matches(in: $0, store: store) } ?? []
        guard let match = matches.first else {
            throw CommandFailure(.failed, "nothing in the inventory is called «\(name)»")
        }
        guard matches.count == 1 else {
            let list = matches.map(\.subject.description).joined(separator: ", ")
            throw CommandFailure(.failed, "«\(name)» is ambiguous: \(list)")
        }
        let health = try HealthStore(database).verdict(of: match.subject)
        let now = Int(console.now().timeIntervalSince1970)
        output.write(
            Details(match.details.fields + Details.health(health, now: now) + provenance(match.origin)),
            on: console
        )
    }

    private func matches(in fleet: Fleet, store: InventoryStore) throws -> [Match] {
        let gateways = try fleet.gateways.filter { $0.name == name }.map { gateway in
            Match(
                subject: Subject(.gateway, gateway.name),
                details: Details(gateway, in: fleet),
                origin: try store.origin(ofGateway: gateway.name)
            )
        }
        let domains = try fleet.domains.filter { $0.code == name || $0.shortName == name }.map { domain in
            Match(
                subject: Subject(.domain, domain.code),
                details: Details(domain, in: fleet),
                origin: try store.origin(ofDomain: domain.code)
            )
        }
        let id = name.lowercased().replacing(":", with: "")
        let nodes = try fleet.nodes.filter { $0.hostname == name || $0.id == id }.map { node in
            Match(subject: Subject(.node, node.id), details: Details(node), origin: try store.origin(ofNode: node.id))
        }
        return gateways + domains + nodes
    }

    private func provenance(_ origin: InventoryImport?) -> [(key: String, value: ReportValue)] {
        [
            ("source", ReportValue(origin?.source)),
            ("imported_at", ReportValue(origin?.importedAt.formatted(.iso8601))),
        ]
    }
}

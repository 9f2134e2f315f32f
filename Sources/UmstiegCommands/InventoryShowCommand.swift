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

    func run() async throws {
        let console = Console.current
        let database = try global.workspace(on: console).openDatabase()
        let store = InventoryStore(database)
        let (fleet, subject) = try InventoryName(text: name).find(in: store.load())
        guard let (details, origin) = try details(of: subject, in: fleet, store) else {
            throw CommandFailure(.failed, "the inventory tells nothing of \(subject)")
        }
        let health = try HealthStore(database).verdict(of: subject)
        let now = Int(console.now().timeIntervalSince1970)
        output.write(
            Details(
                details.fields + Details.health(health, now: now) + provenance(origin) + (try told(of: subject, store))
            ),
            on: console
        )
    }

    /// Who told which fact of a node; nothing for other subjects.
    private func told(of subject: Subject, _ store: InventoryStore) throws -> [(key: String, value: ReportValue)] {
        guard subject.kind == .node else { return [] }
        let facts = try store.provenance(ofNode: subject.name)
        let lines = facts.map { "\($0.field): \($0.source.name) since \(TimeWords.text(Double($0.since)))" }
        return [("told_by", ReportValue(lines))]
    }

    /// With where the values come from.
    private func details(
        of subject: Subject,
        in fleet: Fleet,
        _ store: InventoryStore
    ) throws -> (Details, InventoryImport?)? {
        switch subject.kind {
        case .gateway:
            try fleet.gateway(subject.name).map { (Details($0, in: fleet), try store.origin(ofGateway: $0.name)) }
        case .domain:
            try fleet.domain(subject.name).map { (Details($0, in: fleet), try store.origin(ofDomain: $0.code)) }
        case .node:
            try fleet.node(subject.name).map { (Details($0), try store.origin(ofNode: $0.id)) }
        case .exchange, .island:
            nil
        }
    }

    private func provenance(_ origin: InventoryImport?) -> [(key: String, value: ReportValue)] {
        [
            ("source", ReportValue(origin?.source)),
            ("imported_at", ReportValue(origin?.importedAt.formatted(.iso8601))),
        ]
    }
}

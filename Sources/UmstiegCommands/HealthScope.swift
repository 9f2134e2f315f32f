import FleetModel
import Mesh

/// Whom a health check asks, and of whom it tells.
struct HealthScope: Sendable {
    /// Of the chosen ones, with all that judging them needs.
    var fleet: Fleet
    /// To be asked.
    var nodes: [Node]
    private var told: Set<Subject>

    var gateways: [Gateway] { fleet.gateways }

    /// - Parameters:
    ///   - selection: what the selector chose.
    ///   - fleet: the whole inventory.
    init(_ selection: Selection, in fleet: Fleet) {
        let domainsOfNodes = Set(selection.nodes.map(\.domain))
        let chosen = Set(selection.gateways.map(\.name))
        var part = fleet
        // A node is judged by what the gateways of its domain say of it.
        part.gateways = fleet.gateways.filter { gateway in
            chosen.contains(gateway.name) || !domainsOfNodes.isDisjoint(with: gateway.domains)
        }
        let domains = domainsOfNodes.union(selection.gateways.flatMap(\.domains)).union(selection.domains.map(\.code))
        part.domains = fleet.domains.filter { domains.contains($0.code) }
        // All of a domain, since it is told in numbers.
        part.nodes = fleet.nodes.filter { domains.contains($0.domain) }
        self.fleet = part
        nodes = selection.nodes
        let subjects =
            part.domains.map { Subject(.domain, $0.code) } + selection.gateways.map { Subject(.gateway, $0.name) }
            + selection.nodes.map { Subject(.node, $0.id) }
        let chosenNodes = Set(selection.nodes.map(\.id))
        let islands = Topology(part).islands.filter { !chosenNodes.isDisjoint(with: $0.nodes) }
        told = Set(subjects + islands.map { Subject(.island, $0.name) })
    }

    /// The report without those who were only asked about others.
    func limited(_ report: HealthReport) -> HealthReport {
        var report = report
        report.subjects = report.subjects.filter { told.contains($0.subject) || $0.subject.kind == .exchange }
        return report
    }
}

import FleetModel
import Mesh

/// What a user calls a gateway, a domain or a node.
struct InventoryName {
    /// A gateway's name, a domain's code or short name, a node's host name or id.
    var text: String

    /// - Parameter fleet: nil before anything was imported.
    /// - Returns: the one thing that is called so, and the fleet that it is in.
    /// - Throws: `CommandFailure` where nothing is called so, or several things are.
    func find(in fleet: Fleet?) throws -> (fleet: Fleet, subject: Subject) {
        let all = fleet.map(subjects) ?? []
        guard let fleet, let only = all.first else {
            throw CommandFailure(.failed, "nothing in the inventory is called «\(text)»")
        }
        guard all.count == 1 else {
            let list = all.map(\.description).joined(separator: ", ")
            throw CommandFailure(.failed, "«\(text)» is ambiguous: \(list)")
        }
        return (fleet, only)
    }

    private func subjects(in fleet: Fleet) -> [Subject] {
        let id = text.lowercased().replacing(":", with: "")
        return fleet.gateways.filter { $0.name == text }.map { Subject(.gateway, $0.name) }
            + fleet.domains.filter { $0.code == text || $0.shortName == text }.map { Subject(.domain, $0.code) }
            + fleet.nodes.filter { $0.hostname == text || $0.id == id }.map { Subject(.node, $0.id) }
    }
}

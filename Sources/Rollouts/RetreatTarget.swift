package import FleetModel
import Planning
import Transactions

/// What a rollback takes back.
package enum RetreatTarget: Sendable, Hashable {
    /// All transactions of a domain, on all its gateways; what the domains share stays.
    case domain(String)
    /// One device, in one scope or in all: a gateway by name, a node by id.
    case host(String, scope: String?)
    /// What one rollout did.
    ///
    /// - Parameter hosts: The devices that took part; nil where nobody knows.
    case rollout(String, hosts: [String]?)

    /// For messages and the journal: `domain ffmuc_muc_nord`.
    package var name: String {
        switch self {
        case .domain(let code): "domain \(code)"
        case .host(let host, let scope): "host \(host)" + (scope.map { " scope \($0)" } ?? "")
        case .rollout(let id, _): "rollout \(id)"
        }
    }

    /// The gateways that have to be asked.
    package func gateways(of fleet: Fleet) -> [Gateway] {
        switch self {
        case .domain(let code): fleet.gateways.filter { $0.domains.contains(code) }
        case .host(let host, _): fleet.gateways.filter { $0.name == host }
        case .rollout(_, let hosts): fleet.gateways.filter { hosts?.contains($0.name) ?? true }
        }
    }

    /// The nodes that may have something to take back.
    package func nodes(of fleet: Fleet) -> [Node] {
        switch self {
        case .domain(let code): fleet.nodes.filter { $0.domain == code }
        case .host(let host, _): fleet.nodes.filter { $0.id == host }
        case .rollout(_, let hosts): fleet.nodes.filter { hosts?.contains($0.id) ?? true }
        }
    }

    /// The scope that no new transaction may enter meanwhile.
    var heldScope: String? {
        switch self {
        case .domain(let code): code
        case .host, .rollout: nil
        }
    }

    /// An emergency doesn't stop at what someone changed by hand; a copy of it is kept.
    func isForced(_ force: Bool) -> Bool {
        switch self {
        case .domain: true
        case .host, .rollout: force
        }
    }

    func includes(_ report: DeviceReport) -> Bool {
        guard report.state != .reverted else { return false }
        switch self {
        case .domain(let code): return report.scope == code
        case .host(_, let scope): return scope == nil || report.scope == scope
        case .rollout(let id, _): return report.rollout == id
        }
    }

    /// What stands in the journal for a device that can't be asked.
    func placeholder(on host: String) -> String {
        switch self {
        case .domain(let code): code
        case .host(_, let scope): scope ?? "host"
        case .rollout: "host"
        }
    }
}

import FleetModel
import Mesh

/// A node's own public key, as the node itself has it.
struct OwnKey: Sendable {
    /// Id.
    var node: String
    /// Code of its domain.
    var domain: String
    var key: WireGuardKey

    /// Of those of these nodes that were asked and have one.
    static func all(of nodes: Set<String>, in snapshot: MeshSnapshot) -> [OwnKey] {
        snapshot.fleet.nodes.filter { nodes.contains($0.id) }.compactMap { node in
            guard let domain = snapshot.fleet.domain(node.domain),
                let key = snapshot.nodes[node.id]?.observation?.wireGuard(domain.nodeWireGuardInterfaceName)?.publicKey
            else { return nil }
            return OwnKey(node: node.id, domain: domain.code, key: key)
        }
    }
}

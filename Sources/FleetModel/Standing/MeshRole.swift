/// How a node reaches its gateway.
package enum MeshRole: String, Sendable, Hashable, CaseIterable {
    /// Through a tunnel of its own.
    case uplink
    /// Through other nodes.
    case dependent
    case unknown
}

extension Topology {
    /// How a node reaches its gateway, as far as links tell, or its state as `FleetStanding` knows it.
    package func role(of node: Node, state: Node.State) -> MeshRole {
        switch state {
        case .offline: return .unknown
        case .meshOnly: return .dependent
        case .fastd, .dual, .wireguard: return .uplink
        case .unknown: break
        }
        let isGuess = domainsWithoutLinks.contains(node.domain) || domainsWithoutTunnels.contains(node.domain)
        guard !isGuess, let island = island(of: node.id) else { return .unknown }
        if isUplink(node.id) { return .uplink }
        return island.uplinks.isEmpty ? .unknown : .dependent
    }
}

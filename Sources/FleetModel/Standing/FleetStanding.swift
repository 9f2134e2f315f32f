/// Which transport each device uses: what the inventory tells, and what rollouts have confirmed.
package struct FleetStanding: Sendable {
    private struct Place: Hashable {
        var device: String
        var domain: String
    }

    private let changes: [Place: ConfirmedChange]
    /// Ids of nodes with a tunnel, and of those that hear another one.
    private let tunnelled: Set<String>
    private let linked: Set<String>
    /// Codes of domains of which somebody told tunnels.
    private let domainsWithTunnels: Set<String>
    /// Codes of domains whose gateways all run fastd alone.
    private let domainsOnFastd: Set<String>

    /// - Parameters:
    ///   - fleet: its links tell who has a tunnel.
    ///   - changes: in any order; the latest of a device and domain counts.
    package init(_ fleet: Fleet, changes: [ConfirmedChange] = []) {
        let latest = Dictionary(changes.map { (Place(device: $0.device, domain: $0.domain), $0) }) {
            // Closing the old transport follows opening the new one.
            ($0.time, $0.effect == .closesOld ? 1 : 0) < ($1.time, $1.effect == .closesOld ? 1 : 0) ? $1 : $0
        }
        self.changes = latest
        var tunnelled: Set<String> = []
        var linked: Set<String> = []
        for link in fleet.links {
            switch link.kind {
            case .vpn: tunnelled.insert(link.node)
            case .mesh:
                linked.insert(link.node)
                linked.insert(link.peer)
            }
        }
        let domains = tunnelled.isEmpty ? [] : fleet.nodes.lazy.filter { tunnelled.contains($0.id) }.map(\.domain)
        domainsWithTunnels = Set(domains)
        let open = Set(latest.keys.map(\.domain))
        domainsOnFastd = Set(fleet.domains.filter { $0.fastd != nil && !open.contains($0.code) }.map(\.code))
        self.tunnelled = tunnelled
        self.linked = linked
    }

    /// The transport of a node; whoever spoke last is believed, the node's source or a rollout.
    package func state(of node: Node) -> Node.State {
        if node.isKnownOffline { return .offline }
        if !changes.isEmpty, let change = changes[Place(device: node.id, domain: node.domain)] {
            let isOutdated = node.state != .unknown && node.lastSeen.map { Double($0) > change.time } ?? false
            if !isOutdated { return change.state }
        }
        guard node.state == .unknown else { return node.state }
        if tunnelled.contains(node.id) { return domainsOnFastd.contains(node.domain) ? .fastd : .unknown }
        return domainsWithTunnels.contains(node.domain) && linked.contains(node.id) ? .meshOnly : .unknown
    }

    /// The transport that a gateway offers in a domain.
    package func state(of gateway: Gateway, in domain: Domain) -> Node.State {
        if let change = changes[Place(device: gateway.name, domain: domain.code)] { return change.state }
        return domain.fastd == nil ? .wireguard : .fastd
    }
}

extension ConfirmedChange {
    fileprivate var state: Node.State {
        switch effect {
        case .opensNew: .dual
        case .closesOld: .wireguard
        }
    }
}

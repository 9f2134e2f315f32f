import FoundationEssentials

/// Whether nodes can be switched to WireGuard, as far as the inventory tells.
package struct NodeReadiness: Sendable {
    package enum Verdict: String, Sendable, Hashable, CaseIterable {
        /// It is on WireGuard.
        case done
        case ready
        case notReady = "not-ready"
        /// What isn't known may stand in the way.
        case unknown
    }

    private let domains: [String: Domain]
    private let served: Set<String>
    private let gateways: Set<String>
    private let standing: FleetStanding
    private let lints: [String: [Obstacle]]
    private let seen: [String: [Obstacle]]

    /// - Parameters:
    ///   - fleet: the inventory.
    ///   - standing: of the same.
    ///   - seen: by a node's id, what health checks have found between it and its gateways.
    package init(_ fleet: Fleet, standing: FleetStanding, seen: [String: [Obstacle]] = [:]) {
        domains = Dictionary(fleet.domains.map { ($0.code, $0) }) { first, _ in first }
        served = Set(fleet.gateways.flatMap(\.domains))
        gateways = Set(fleet.gateways.map(\.name))
        self.standing = standing
        self.seen = seen
        lints = MTULint(fleet).obstacles
    }

    package func verdict(of node: Node) -> (verdict: Verdict, obstacles: [Obstacle]) {
        guard standing.state(of: node) != .wireguard else { return (.done, seen[node.id] ?? []) }
        let obstacles = obstacles(of: node)
        if obstacles.contains(where: \.blocks) { return (.notReady, obstacles) }
        return (obstacles.isEmpty ? .ready : .unknown, obstacles)
    }

    private func obstacles(of node: Node) -> [Obstacle] {
        guard let domain = domains[node.domain] else { return [] }
        return firmware(of: node, in: domain) + presence(of: node) + key(of: node, in: domain) + path(to: node)
            + (lints[node.domain] ?? []) + (seen[node.id] ?? [])
    }

    private func firmware(of node: Node, in domain: Domain) -> [Obstacle] {
        // It runs WireGuard, so it has it.
        guard standing.state(of: node) != .dual else { return [] }
        var obstacles: [Obstacle] = []
        if let model = node.model, SmallDevices.contain(model) {
            obstacles.append(
                Obstacle(.flash, blocks: true, "\(model) has too little flash or memory for Gluon v2022.1")
            )
        }
        guard let first = GluonRelease.firstWithWireGuard(domain.dialect) else { return obstacles }
        guard let version = GluonRelease.version(of: node) else {
            let message = "its Gluon release is unknown, \(first) is needed for WireGuard"
            return obstacles + [Obstacle(.firmware, blocks: false, message)]
        }
        guard version < first else { return obstacles }
        let message = "Gluon \(version) has no WireGuard, \(first) is needed"
        return obstacles + [Obstacle(.firmware, blocks: true, message)]
    }

    private func presence(of node: Node) -> [Obstacle] {
        guard node.isKnownOffline else { return [] }
        guard let time = node.lastSeen else { return [Obstacle(.offline, blocks: true, "offline")] }
        let day = Date(timeIntervalSince1970: Double(time)).formatted(.iso8601.year().month().day())
        return [Obstacle(.offline, blocks: true, "offline since \(day)")]
    }

    /// Nodes of `ffmuc` make a new key when they are switched.
    private func key(of node: Node, in domain: Domain) -> [Obstacle] {
        guard domain.dialect == .gluon, node.fastdKey == nil, node.wireGuardKey == nil else { return [] }
        return [Obstacle(.key, blocks: false, "neither its fastd key nor its WireGuard key is known")]
    }

    private func path(to node: Node) -> [Obstacle] {
        guard node.address != nil else { return [Obstacle(.path, blocks: true, "no address is known")] }
        switch node.jump {
        case .direct: return []
        case .anyGateway where served.contains(node.domain): return []
        case .anyGateway: return [Obstacle(.path, blocks: true, "no gateway serves \(node.domain)")]
        case .gateway(let name) where gateways.contains(name): return []
        case .gateway(let name): return [Obstacle(.path, blocks: true, "the jump host \(name) is no gateway")]
        }
    }
}

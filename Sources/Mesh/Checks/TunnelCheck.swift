import FleetModel

/// Gateways and nodes of a domain against each other.
struct TunnelCheck {
    let view: DomainView
    let limits: HealthLimits
    /// Ids of nodes that have to have WireGuard.
    var switched: Set<String> = []

    var findings: [Finding] {
        let gateways = view.gateways.map { MeshEnd($0, in: view.domain) }
        let nodes = view.nodes.map { MeshEnd($0.node, $0.device, in: view.domain) }
        let ofGateways = gateways.flatMap { $0.findings(limits) + $0.silence + handshakes(of: $0, on: gateways) }
        let ofNodes = nodes.flatMap { node in
            let own = node.findings(limits) + handshakes(of: node, on: gateways)
            return own + reach(of: node) + paths(of: node) + tunnel(of: node, on: gateways)
        }
        return ofGateways + ofNodes + balance(of: gateways)
    }

    /// A gateway is always in touch with the domain's others, a node with one of them: its firmware may know several.
    private func handshakes(of end: MeshEnd, on gateways: [MeshEnd]) -> [Finding] {
        let keys = gateways.filter { $0.subject != end.subject }.compactMap { gateway in
            gateway.device.wireGuard(gateway.wireGuard)?.publicKey.map { ($0, gateway.subject.name) }
        }
        let names = Dictionary(keys) { first, _ in first }
        let peers = (end.device.wireGuard(end.wireGuard)?.peers ?? []).filter { names[$0.publicKey] != nil }
        let findings = peers.compactMap { peer -> Finding? in
            guard let name = names[peer.publicKey] else { return nil }
            let age = peer.latestHandshake.map { end.device.vitals.time - $0 }
            guard age.map({ $0 > limits.handshake }) ?? true else { return nil }
            let value = age.map { "\($0) s" } ?? "never"
            let message =
                age == nil
                ? "\(end.wireGuard) never had a handshake with \(name)"
                : "\(end.wireGuard)'s last handshake with \(name) was \(value) ago"
            return end.finding(.handshake, value: value, limit: "\(limits.handshake) s", gateway: name, message)
        }
        return end.subject.kind == .node && findings.count < peers.count ? [] : findings
    }

    /// What a node that was switched must have.
    private func tunnel(of node: MeshEnd, on gateways: [MeshEnd]) -> [Finding] {
        guard switched.contains(node.subject.name) else { return [] }
        guard let key = node.device.wireGuard(node.wireGuard)?.publicKey, node.isActive(node.vxlan) else {
            let message = "it was switched, and \(node.vxlan) is not active in \(node.batman)"
            return [node.finding(.transport, value: "inactive", limit: "active", message)]
        }
        let isKnown = gateways.contains { gateway in
            gateway.device.wireGuard(gateway.wireGuard)?.peers.contains { $0.publicKey == key } ?? false
        }
        guard !isKnown else { return [] }
        let message = "no gateway has its key: registered it may be, but not programmed"
        return [node.finding(.peer, value: "0", limit: "1", message)]
    }

    /// The node sees a gateway, and that gateway sees it.
    private func reach(of node: MeshEnd) -> [Finding] {
        guard let mesh = node.mesh, let own = view.originators[node.subject.name],
            let paths = mesh.paths.value, let gateways = mesh.gateways.value
        else { return [] }
        let silence = HealthLimits.originatorSilence(interval: mesh.mesh.value?.originatorInterval)
        let heard = Set(paths.filter { $0.lastSeen <= silence }.map(\.originator))
        var findings: [Finding] = []
        if !gateways.contains(where: { heard.contains($0.originator) }) {
            let message = "it has no gateway: \(gateways.count) in its list, none of which it has heard lately"
            findings.append(node.finding(.gateway, value: "0", limit: "1", message))
        }
        // A gateway that hears nobody is no one's one-way path.
        for gateway in view.gateways where !gateway.best.isEmpty {
            guard let originator = gateway.mesh?.mesh.value?.primaryAddress, gateway.mesh?.paths.value != nil else {
                continue
            }
            let name = gateway.gateway.name
            switch (heard.contains(originator), gateway.best[own] != nil) {
            case (true, true), (false, false): break
            case (true, false):
                let message = "it hears \(name), which doesn't hear it"
                findings.append(node.finding(.oneWay, value: "one way", limit: "both", gateway: name, message))
            case (false, true):
                let message = "\(name) hears it, and it doesn't hear \(name)"
                findings.append(node.finding(.oneWay, value: "one way", limit: "both", gateway: name, message))
            }
        }
        return findings
    }

    /// What a node's gateway sends to it goes through WireGuard, if it has that.
    private func paths(of node: MeshEnd) -> [Finding] {
        guard let own = view.originators[node.subject.name], node.isActive(node.vxlan) else { return [] }
        return (node.device.wireGuard(node.wireGuard)?.peers ?? []).compactMap { peer in
            guard
                let gateway = view.gateways.first(where: { gateway in
                    gateway.device.wireGuard(view.domain.wireGuardInterfaceName)?.publicKey == peer.publicKey
                }), let path = gateway.best[own], path.interface != view.domain.vxlanInterfaceName
            else { return nil }
            let expected = view.domain.vxlanInterfaceName
            let message = "\(gateway.gateway.name)'s best path to it goes over \(path.interface), not over \(expected)"
            return node.finding(
                .path,
                value: path.interface,
                limit: expected,
                gateway: gateway.gateway.name,
                message
            )
        }
    }

    /// All nodes on the gateway that stayed up, while the other one has none.
    private func balance(of gateways: [MeshEnd]) -> [Finding] {
        let addresses = view.gatewayAddresses
        let counts = gateways.compactMap { end -> (name: String, count: Int)? in
            guard let neighbours = end.mesh?.neighbours.value else { return nil }
            let silence = HealthLimits.linkSilence(interval: end.mesh?.mesh.value?.originatorInterval)
            let names = Set(end.tunnelInterfaces.map(\.name))
            let tunnels = neighbours.filter {
                names.contains($0.interface) && $0.lastSeen <= silence && !addresses.contains($0.address)
            }
            return (end.subject.name, tunnels.count)
        }
        let total = counts.reduce(0) { $0 + $1.count }
        guard total >= limits.balancedTunnels, counts.contains(where: { $0.count == 0 }),
            let most = counts.max(by: { $0.count < $1.count }), Double(most.count) >= limits.balance * Double(total)
        else { return [] }
        let list = counts.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
        return [
            Finding(
                Subject(.domain, view.domain.code),
                .balance,
                value: "\(most.count) of \(total)",
                limit: limits.balance.percent,
                source: most.name,
                domain: view.domain.code,
                "almost all tunnels are on \(most.name): \(list)"
            )
        ]
    }
}

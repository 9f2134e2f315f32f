import FleetModel

/// Which nodes and clients are there, in the eyes of the gateways.
struct PresenceCheck {
    let snapshot: MeshSnapshot
    let views: [DomainView]
    let limits: HealthLimits
    let baseline: HealthBaseline?

    var findings: [Finding] { views.flatMap { nodes(of: $0) + against(baseline, $0) } }

    /// Ids of the nodes that a gateway hears.
    static func heard(in view: DomainView) -> Set<String> {
        Set(view.originators.filter { view.isHeard($0.value) }.keys)
    }

    static func clients(in view: DomainView) -> Set<MACAddress> {
        let all = view.clients.filter { !view.gatewayOriginators.contains($0.key) }.values.reduce(into: Set()) {
            $0.formUnion($1)
        }
        return all.subtracting(noClients(in: view))
    }

    /// By id; of nodes that a gateway hears.
    static func clientsOfNodes(in view: DomainView) -> [(String, Int)] {
        let others = noClients(in: view)
        return heard(in: view).map { node in
            let clients = view.originators[node].flatMap { view.clients[$0] } ?? []
            return (node, clients.count { !others.contains($0) })
        }
    }

    /// A node's own addresses are clients of it, too: its bridge's and its bat's.
    private static func noClients(in view: DomainView) -> Set<MACAddress> {
        Set(view.originators.values).union(view.gatewayOriginators).union(view.ownAddresses)
    }

    private func nodes(of view: DomainView) -> [Finding] {
        let names = view.gateways.filter { $0.mesh?.paths.value != nil }.map(\.gateway.name)
        let heard = Self.heard(in: view)
        return snapshot.fleet.nodes.filter { $0.domain == view.domain.code && !heard.contains($0.id) }.map { node in
            let say = { (verdict: Verdict, value: String, message: String) in
                Finding(
                    Subject(.node, node.id),
                    .gateway,
                    verdict: verdict,
                    value: value,
                    limit: "1",
                    source: names.isEmpty ? node.domain : names.joined(separator: " "),
                    domain: node.domain,
                    message
                )
            }
            if names.isEmpty { return say(.unknown, "unknown", "no gateway of its domain says whom it hears") }
            if node.isKnownOffline {
                return say(.unknown, "0", "no gateway hears it; the inventory knows it as offline")
            }
            return say(.unhealthy, "0", "no gateway hears it")
        }
    }

    private func against(_ baseline: HealthBaseline?, _ view: DomainView) -> [Finding] {
        let code = view.domain.code
        guard let baseline, let before = baseline.nodes[code], !view.gateways.isEmpty else { return [] }
        let say = { (check: Check, value: String, limit: String, message: String) in
            Finding(
                Subject(.domain, code),
                check,
                value: value,
                limit: limit,
                source: "baseline",
                domain: code,
                message
            )
        }
        var findings: [Finding] = []
        let lost = before.subtracting(Self.heard(in: view))
        if !before.isEmpty, Double(lost.count) > limits.nodesLost * Double(before.count) {
            let names = lost.sorted().prefix(3).compactMap { snapshot.fleet.node($0)?.hostname }
            let message = "\(lost.count) of \(before.count) nodes are gone: \(names.joined(separator: ", "))"
            findings.append(say(.nodesLost, "\(lost.count) of \(before.count)", limits.nodesLost.percent, message))
        }
        let clients = Self.clients(in: view).count
        if let former = baseline.clients[code], Double(clients) < limits.clients * Double(former) {
            let message = "\(clients) clients, \(former) before"
            findings.append(say(.clients, "\(clients)", "\(limits.clients.percent) of \(former)", message))
        }
        return findings
    }
}

extension Double {
    /// A share in whole percents.
    var percent: String { "\(Int((min(max(self, 0), 1e6) * 100).rounded())) %" }
}

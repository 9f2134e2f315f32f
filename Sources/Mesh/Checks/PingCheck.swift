import FleetModel

/// Whether batman-adv's pings come through.
struct PingCheck {
    let snapshot: MeshSnapshot
    let limits: HealthLimits

    var findings: [Finding] { snapshot.pings.compactMap(finding) }

    /// Of the node, whoever pinged.
    private func finding(_ ping: MeshPing) -> Finding? {
        let (node, gateway) = ping.from.kind == .node ? (ping.from, ping.to) : (ping.to, ping.from)
        let way = "from \(name(ping.from)) to \(name(ping.to))"
        let say = { (verdict: Verdict, value: String, message: String) in
            Finding(
                node,
                .ping,
                verdict: verdict,
                value: value,
                limit: limits.pingLoss.percent,
                source: ping.from.name,
                gateway: gateway.name,
                domain: ping.domain,
                message
            )
        }
        switch ping.result {
        case .failure(let error):
            return say(.unknown, "none", "nobody knows whether pings come \(way): \(error)")
        case .success(let counted):
            guard counted.sent > 0 else { return say(.unknown, "0 sent", "no ping was sent \(way)") }
            // One of ten that is lost is no proof of a loss above one in a hundred, and happens each tenth time below it.
            let loss = Double(counted.lost) / Double(counted.sent)
            let isSure = counted.lost > 1 || counted.lost == counted.sent || limits.pingLoss == 0
            guard loss > limits.pingLoss, isSure else { return nil }
            return say(.unhealthy, loss.percent, "\(counted.lost) of \(counted.sent) pings \(way) are lost")
        }
    }

    private func name(_ subject: Subject) -> String { snapshot.fleet.node(subject.name)?.hostname ?? subject.name }
}

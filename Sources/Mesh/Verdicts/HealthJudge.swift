import FleetModel

/// Turns what was observed into verdicts with reasons; pure.
package struct HealthJudge: Sendable {
    private let limits: HealthLimits
    private let baseline: HealthBaseline?
    private let switched: Set<String>

    /// - Parameters:
    ///   - limits: from where on a value is a finding.
    ///   - baseline: how it was before.
    ///   - switched: ids of nodes that have to have WireGuard; without a word of theirs others may have it or not.
    package init(
        limits: HealthLimits = HealthLimits(),
        baseline: HealthBaseline? = nil,
        switched: Set<String> = []
    ) {
        self.limits = limits
        self.baseline = baseline
        self.switched = switched
    }

    package func judge(_ snapshot: MeshSnapshot) -> HealthReport {
        let views = snapshot.fleet.domains.map { DomainView($0, in: snapshot) }
        let findings = Cause.attributed(
            views.flatMap { TunnelCheck(view: $0, limits: limits, switched: switched).findings }
                + DeviceCheck(snapshot: snapshot, limits: limits).findings
                + DuplicateCheck(snapshot: snapshot).findings
                + RegistrationCheck(snapshot: snapshot).findings
                + PingCheck(snapshot: snapshot, limits: limits).findings
                + ExchangeCheck(snapshot: snapshot, views: views, limits: limits).findings
                + PresenceCheck(snapshot: snapshot, views: views, limits: limits, baseline: baseline).findings
        )
        let bySubject = Dictionary(grouping: findings, by: \.subject)
        let subjects =
            exchange(in: snapshot, bySubject) + views.map { domain($0, in: snapshot, bySubject) }
            + snapshot.gateways.keys.map { Self.health(of: Subject(.gateway, $0), title: $0, bySubject) }
            + islands(in: snapshot, bySubject)
            + snapshot.fleet.nodes.map { node in
                Self.health(of: Subject(.node, node.id), title: node.hostname, domain: node.domain, bySubject)
            }
        return HealthReport(takenAt: snapshot.takenAt, subjects: subjects.sorted { $0.subject < $1.subject })
    }

    /// What later polls are compared with.
    package func baseline(of snapshot: MeshSnapshot) -> HealthBaseline {
        var presence = Self.presence(in: snapshot)
        presence.findings = Set(judge(snapshot).findings.map(\.identity))
        return presence
    }

    /// Nodes and clients of the domains of which a gateway told.
    package static func presence(in snapshot: MeshSnapshot) -> HealthBaseline {
        let views = snapshot.fleet.domains.map { DomainView($0, in: snapshot) }.filter { !$0.gateways.isEmpty }
        let pairs = views.map { ($0.domain.code, $0) }
        return HealthBaseline(
            takenAt: snapshot.takenAt,
            nodes: Dictionary(pairs.map { ($0, PresenceCheck.heard(in: $1)) }) { first, _ in first },
            clients: Dictionary(pairs.map { ($0, PresenceCheck.clients(in: $1).count) }) { first, _ in first },
            clientsOfNodes: Dictionary(views.flatMap(PresenceCheck.clientsOfNodes)) { first, _ in first }
        )
    }

    private static func health(
        of subject: Subject,
        title: String,
        domain: String? = nil,
        _ findings: [Subject: [Finding]]
    ) -> SubjectHealth {
        let own = findings[subject] ?? []
        let verdict = own.map(\.verdict).max() ?? .healthy
        return SubjectHealth(subject: subject, title: title, domain: domain, verdict: verdict, findings: own)
    }

    private func exchange(in snapshot: MeshSnapshot, _ findings: [Subject: [Finding]]) -> [SubjectHealth] {
        guard snapshot.exchange != nil, let url = snapshot.fleet.broker?.url else { return [] }
        return [Self.health(of: Subject(.exchange, url), title: url, findings)]
    }

    /// An island is as well as the best of its uplinks: through that one all others reach a gateway.
    ///
    /// Only where links are known, and of more than one node: one alone is as well as itself.
    private func islands(in snapshot: MeshSnapshot, _ findings: [Subject: [Finding]]) -> [SubjectHealth] {
        let topology = Topology(snapshot.fleet)
        let linked = topology.islands.filter { $0.nodes.count > 1 && !topology.domainsWithoutLinks.contains($0.domain) }
        return linked.map { island in
            let best = island.uplinks.map { findings[Subject(.node, $0)]?.map(\.verdict).max() ?? .healthy }.min()
            let names = island.nodes.compactMap { snapshot.fleet.node($0)?.hostname }
            let rest = names.count > 3 ? " and \(names.count - 3) more" : ""
            return SubjectHealth(
                subject: Subject(.island, island.name),
                title: names.prefix(3).joined(separator: ", ") + rest,
                domain: island.domain,
                verdict: best ?? .unknown,
                findings: []
            )
        }
    }

    /// A domain is as well as its gateways, and as its nodes if more than a few are ill.
    private func domain(
        _ view: DomainView,
        in snapshot: MeshSnapshot,
        _ findings: [Subject: [Finding]]
    ) -> SubjectHealth {
        let code = view.domain.code
        var health = Self.health(of: Subject(.domain, code), title: code, findings)
        let ofGateways = snapshot.fleet.gateways.filter { $0.domains.contains(code) }
            .flatMap { findings[Subject(.gateway, $0.name)] ?? [] }.filter { $0.domain ?? code == code }
        let nodes = snapshot.fleet.nodes.filter { $0.domain == code }
        let ill = nodes.count { node in
            findings[Subject(.node, node.id)]?.contains { $0.verdict == .unhealthy } ?? false
        }
        let areTooManyIll = !nodes.isEmpty && Double(ill) > limits.nodesLost * Double(nodes.count)
        health.verdict = max(
            health.verdict,
            max(ofGateways.map(\.verdict).max() ?? .healthy, areTooManyIll ? .unhealthy : .healthy)
        )
        if view.gateways.isEmpty { health.verdict = max(health.verdict, .unknown) }
        health.numbers = DomainNumbers(view, nodes: nodes.count, limits: limits)
        return health
    }
}

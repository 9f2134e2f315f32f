/// What explains what: a finding that follows from another one names it.
///
/// Without this a gateway whose line has dropped would be reported as a dead worker, forty stale handshakes and a
/// domain out of balance, and who reads that at night begins with the worker.
struct Cause: Sendable {
    /// Whose findings are explained.
    enum Reach: Sendable {
        case sameSubject
        /// Of the gateway that the cause is about, and of all that is about this gateway.
        case sameGateway
        /// Of nodes and of the domain itself, where the cause is a gateway's.
        case sameDomain
        case everywhere
    }

    var check: Check
    var reach: Reach
    var effects: Set<Check>

    /// Causes come before their effects; no effect explains its own cause, so nothing is explained away altogether.
    static let all = [
        Cause(.mqtt, .everywhere, [.broker, .worker, .connectedPeers, .registered]),
        Cause(.broker, .everywhere, [.registered]),
        Cause(.transport, .sameSubject, beyondTheTunnel.union([.uplink, .override])),
        Cause(.transport, .sameGateway, beyondTheTunnel),
        Cause(.vni, .sameSubject, beyondTheTunnel.union([.uplink])),
        Cause(.vni, .sameGateway, beyondTheTunnel.union([.uplink])),
        Cause(.vxlanPort, .sameSubject, beyondTheTunnel.union([.uplink])),
        Cause(.vxlanPort, .sameGateway, beyondTheTunnel.union([.uplink])),
        Cause(.linkLocal, .sameSubject, beyondTheTunnel.union([.uplink, .route, .fdb])),
        Cause(.linkLocal, .sameGateway, beyondTheTunnel.union([.uplink, .route, .fdb])),
        Cause(.clock, .sameSubject, [.handshake, .path]),
        Cause(.duplicate, .sameSubject, beyondTheTunnel),
        Cause(.route, .sameGateway, beyondTheTunnel.union([.uplink, .handshake])),
        Cause(.fdb, .sameGateway, beyondTheTunnel.union([.uplink])),
        Cause(.uplink, .sameGateway, beyondTheTunnel.union([.handshake, .worker, .connectedPeers])),
        Cause(.transport, .sameDomain, beyondTheGateway),
        Cause(.vni, .sameDomain, beyondTheGateway),
        Cause(.vxlanPort, .sameDomain, beyondTheGateway),
        Cause(.linkLocal, .sameDomain, beyondTheGateway),
        Cause(.route, .sameDomain, beyondTheGateway),
        Cause(.fdb, .sameDomain, beyondTheGateway),
        Cause(.uplink, .sameDomain, beyondTheGateway),
        Cause(.override, .sameSubject, [.path]),
        Cause(.override, .sameGateway, [.path]),
        Cause(.worker, .sameGateway, [.connectedPeers, .balance]),
        Cause(.handshake, .sameSubject, [.path]),
        Cause(.oneWay, .sameSubject, [.gateway, .path, .ping]),
        Cause(.gateway, .sameSubject, [.path, .ping, .nodesLost]),
    ]

    /// What batman-adv says once packets no longer come through.
    private static let beyondTheTunnel: Set<Check> = [.path, .oneWay, .gateway, .ping, .nodesLost, .clients, .balance]

    /// What a domain suffers when one of its gateways no longer passes anything on: nodes are asked through it, too.
    private static let beyondTheGateway: Set<Check> = [.balance, .gateway, .ping, .collection, .nodesLost, .clients]

    init(_ check: Check, _ reach: Reach, _ effects: Set<Check>) {
        self.check = check
        self.reach = reach
        self.effects = effects
    }

    /// The findings, sorted, each with the one that explains it.
    static func attributed(_ findings: [Finding]) -> [Finding] {
        let causes = findings.filter { $0.verdict == .unhealthy }
        return findings.map { finding in
            var finding = finding
            finding.cause =
                rules(for: finding.check)
                .lazy.compactMap { rule in causes.first { $0.check == rule.check && rule.explains(finding, by: $0) } }
                .first?.identity
            return finding
        }
        .sorted { ($0.subject, $0.check.rawValue, $0.message) < ($1.subject, $1.check.rawValue, $1.message) }
    }

    private static func rules(for effect: Check) -> [Cause] { all.filter { $0.effects.contains(effect) } }

    private func explains(_ finding: Finding, by cause: Finding) -> Bool {
        guard effects.contains(finding.check), finding != cause else { return false }
        switch reach {
        case .everywhere: return true
        case .sameSubject: return finding.subject == cause.subject && isSame(finding.domain, cause.domain)
        case .sameDomain:
            return cause.subject.kind == .gateway && finding.subject.kind != .gateway && finding.domainName != nil
                && finding.domainName == cause.domainName
        case .sameGateway:
            return cause.subject.kind == .gateway && finding.gatewayNames.contains(cause.subject.name)
                && isSame(finding.domainName, cause.domainName)
        }
    }

    /// What isn't said fits all.
    private func isSame(_ one: String?, _ other: String?) -> Bool { one == nil || other == nil || one == other }
}

extension Finding {
    /// Of two gateways where it is about both.
    fileprivate var gatewayNames: Set<String> {
        Set([gateway, subject.kind == .gateway ? subject.name : nil].compactMap(\.self))
    }
    fileprivate var domainName: String? { domain ?? (subject.kind == .domain ? subject.name : nil) }
}

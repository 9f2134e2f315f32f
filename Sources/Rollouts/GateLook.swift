import FleetModel
import Mesh

/// One look at the mesh: what is switched against what isn't, and both against the time before.
struct GateLook: Sendable {
    /// What a condition came to.
    struct Answer: Sendable {
        var outcome: GateVerdict.Outcome
        var value: String
        var control: String?
        var message = ""
    }

    /// How many there were, and are.
    private struct Count {
        var before: Int
        var now: Int

        var lost: Int { max(before - now, 0) }
        /// Of those before.
        var rest: Double { before == 0 ? 1 : Double(now) / Double(before) }
        var words: String { "\(now) of \(before)" }
    }

    /// What shows that a gateway is cut off, whoever did it.
    private static let outage: Set<Check> = [.uplink, .collection, .transport]
    private static let wayOfNode: Set<Check> = [
        .broker, .mqtt, .worker, .connectedPeers, .registered, .transport, .uplink, .vni, .vxlanPort, .linkLocal, .mtu,
        .peer,
        .route, .fdb, .handshake, .override, .oneWay, .gateway, .path, .ping,
    ]

    private let before: HealthBaseline
    private let now: HealthBaseline
    private let groups: GateGroups
    /// Peers that fastd has in each switched domain; nil where its gateways run fastd and don't tell.
    private let fastdPeersByDomain: [Int?]
    private let news: [(finding: Finding, side: GateGroups.Side)]

    init(_ snapshot: MeshSnapshot, limits: HealthLimits, groups: GateGroups, baseline: HealthBaseline) {
        let report = HealthJudge(limits: limits, switched: groups.switchedNodes).judge(snapshot)
        before = baseline
        now = HealthJudge.presence(in: snapshot)
        self.groups = groups
        fastdPeersByDomain = groups.domains.map { Self.fastdPeers(of: $0, report, snapshot) }
        let causes = Dictionary(report.findings.map { ($0.identity, $0.cause) }) { first, _ in first }
        let wereThere = baseline.allNodes.union(groups.switchedNodes)
        news = report.findings.filter { finding in
            let wasAway = finding.subject.kind == .node && !wereThere.contains(finding.subject.name)
            return !wasAway && !baseline.findings.contains(finding.identity)
        }
        .map { ($0, groups.side(of: Self.root(of: $0.identity, causes))) }
    }

    private static func root(
        of effect: FindingIdentity,
        _ causes: [FindingIdentity: FindingIdentity?]
    ) -> FindingIdentity {
        var root = effect
        // Rules may go in a circle.
        for _ in 0..<8 {
            guard let cause = causes[root] ?? nil else { break }
            root = cause
        }
        return root
    }

    // MARK: - Conditions

    func nodes(lostAtMost most: Double) -> Answer {
        let count = { (nodes: Set<String>) in
            let known = nodes.intersection(before.allNodes)
            return Count(before: known.count, now: known.intersection(now.allNodes).count)
        }
        return compare(count(groups.nodes), count(groups.control), "nodes") { 1 - $0.rest <= most + 1e-9 }
    }

    func clients(atLeast least: Double) -> Answer {
        let count = { (nodes: Set<String>) in
            let sum = { (clients: [String: Int]) in nodes.reduce(0) { $0 + (clients[$1] ?? 0) } }
            return Count(before: sum(before.clientsOfNodes), now: sum(now.clientsOfNodes))
        }
        var answer = compare(count(groups.nodes), count(groups.control), "clients") { $0.rest >= least - 1e-9 }
        // People go to bed: with nobody to compare with, that is no failure.
        if answer.control == nil, answer.outcome == .failed { answer.outcome = .inconclusive }
        return answer
    }

    private static func fastdPeers(of domain: String, _ report: HealthReport, _ snapshot: MeshSnapshot) -> Int? {
        if let count = report.subject(.domain, domain)?.numbers?.fastdPeers { return count }
        let runsFastd = snapshot.gateways.values.contains { answer in
            guard let device = answer.observation else { return true }
            guard device.meshes[domain] != nil, let interface = snapshot.fleet.domain(domain)?.fastd?.interface else {
                return false
            }
            return device.link(interface) != nil
        }
        return runsFastd ? nil : 0
    }

    /// Whoever still has a connection there would be cut off with it.
    func fastdPeers(atMost most: Int) -> Answer {
        let known = fastdPeersByDomain.compactMap(\.self)
        guard known.count == fastdPeersByDomain.count else {
            let message = "fastd runs, and no status socket tells its peers"
            return Answer(outcome: .inconclusive, value: "unknown", message: message)
        }
        let count = known.reduce(0, +)
        guard count > most else { return Answer(outcome: .passed, value: "\(count)") }
        // Those who stay did so before, too: nothing that was switched did this to them.
        return Answer(outcome: .inconclusive, value: "\(count)", message: "\(count) peers are left on fastd")
    }

    /// Whether there is nothing new with these checks.
    func findings(of checks: Set<Check>) -> Answer {
        let found = { (side: GateGroups.Side, checks: Set<Check>) in
            news.filter { $0.side == side && checks.contains($0.finding.check) }.map(\.finding)
        }
        // What can't be asked says nothing good either; the key exchange is asked by other ways.
        let wanted = checks.isSubset(of: [.broker, .mqtt]) ? checks : checks.union([.collection])
        let own = found(.switched, wanted)
        let control = found(.control, wanted)
        let exchange = found(.exchange, checks)
        let words = { (findings: [Finding]) in findings.isEmpty ? "fine" : "\(findings.count) findings" }
        guard let first = (own + exchange).first else {
            return Answer(outcome: .passed, value: "fine", control: words(control))
        }
        let isOurs = !own.isEmpty && control.isEmpty && !isOutageElsewhere
        return Answer(
            outcome: isOurs ? .failed : .inconclusive,
            value: words(own + exchange),
            control: words(control),
            message: "\(first.subject): \(first.message)"
        )
    }

    /// The whole way of a node: registered, programmed, handshake, FDB, batman-adv's path, ping, clients.
    func endToEnd(clients least: Double) -> Answer {
        let way = findings(of: Self.wayOfNode)
        guard way.outcome == .passed else { return way }
        var answer = clients(atLeast: least)
        answer.value = "\(groups.switchedNodes.count) nodes fine, clients \(answer.value)"
        return answer
    }

    private func compare(_ own: Count, _ control: Count, _ what: String, holds: (Count) -> Bool) -> Answer {
        var answer = Answer(
            outcome: .passed,
            value: own.words,
            control: control.before > 0 ? control.words : nil
        )
        guard !holds(own) else { return answer }
        answer.outcome = holds(control) && !isOutageElsewhere ? .failed : .inconclusive
        answer.message = "\(own.lost) \(what) of \(own.before) are gone"
        return answer
    }

    private var isOutageElsewhere: Bool {
        news.contains { news in
            news.side == .control && news.finding.subject.kind == .gateway && Self.outage.contains(news.finding.check)
        }
    }
}

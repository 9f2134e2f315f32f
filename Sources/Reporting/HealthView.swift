import FleetModel
package import Mesh

/// Verdicts, for people and for programs.
package struct HealthView: Sendable {
    private let report: HealthReport
    private let since: [FindingIdentity: Int]

    /// - Parameters:
    ///   - report: of one poll.
    ///   - since: seconds since 1970 since when each finding has been there.
    package init(_ report: HealthReport, since: [FindingIdentity: Int] = [:]) {
        self.report = report
        self.since = since
    }

    /// One object: `verdict`, `taken_at`, and `subjects`, each with `kind`, `name`, `title`, `domain`, `verdict`,
    /// `numbers` and `findings` of `check`, `verdict`, `value`, `limit`, `since`, `source`, `gateway`, `domain`, `cause`
    /// and `message`.
    package var json: String {
        ReportValue.fields([
            "verdict": .text(report.verdict.rawValue),
            "taken_at": .number(report.takenAt),
            "subjects": .list(report.subjects.map(value)),
        ]).json
    }

    private func value(_ health: SubjectHealth) -> ReportValue {
        .fields([
            "kind": .text(health.subject.kind.rawValue),
            "name": .text(health.subject.name),
            "title": .text(health.title),
            "domain": ReportValue(health.domain),
            "verdict": .text(health.verdict.rawValue),
            "numbers": health.numbers.map(value) ?? .unknown,
            "findings": .list(health.findings.map(value)),
        ])
    }

    private func value(_ numbers: DomainNumbers) -> ReportValue {
        .fields([
            "nodes": .number(numbers.nodes),
            "nodes_heard": ReportValue(numbers.nodesHeard),
            "clients": ReportValue(numbers.clients),
            "wireguard_peers": ReportValue(numbers.wireGuardPeers),
            "fastd_peers": ReportValue(numbers.fastdPeers),
        ])
    }

    private func value(_ finding: Finding) -> ReportValue {
        .fields([
            "check": .text(finding.check.rawValue),
            "verdict": .text(finding.verdict.rawValue),
            "value": .text(finding.value),
            "limit": .text(finding.limit),
            "since": ReportValue(since[finding.identity]),
            "source": .text(finding.source),
            "gateway": ReportValue(finding.gateway),
            "domain": ReportValue(finding.domain),
            "cause": ReportValue(finding.cause?.description),
            "message": .text(finding.message),
        ])
    }

    // MARK: For people

    /// One screen: domains in numbers, who isn't well and why, and how many are.
    package func table(style: TextStyle) -> String {
        let reasons = report.reasons
        let effects = report.findings.count - reasons.count
        var text = domains(style)
        if !reasons.isEmpty {
            let columns = ["subject", "verdict", "check", "value", "limit", "since", "message"].map {
                Listing.Column($0)
            }
            text += "\n" + Listing(columns: columns, rows: rows(of: reasons)).text(as: .table, style: style)
        }
        if effects > 0 { text += "and \(effects) more that follow from these; --output json lists them\n" }
        return text + "\n" + summary + "\n"
    }

    private func domains(_ style: TextStyle) -> String {
        let columns = ["domain", "verdict", "nodes", "heard", "clients", "wireguard", "fastd"].map {
            Listing.Column($0)
        }
        let rows = report.subjects.filter { $0.subject.kind == .domain }.map { health -> [ReportValue] in
            [
                .text(health.title), .text(health.verdict.rawValue), ReportValue(health.numbers?.nodes),
                ReportValue(health.numbers?.nodesHeard), ReportValue(health.numbers?.clients),
                ReportValue(health.numbers?.wireGuardPeers), ReportValue(health.numbers?.fastdPeers),
            ]
        }
        return Listing(columns: columns, rows: rows).text(as: .table, style: style)
    }

    /// What many subjects have in common is one row: with hundreds of nodes it is still one screen.
    private func rows(of findings: [Finding]) -> [[ReportValue]] {
        let titles = Dictionary(report.subjects.map { ($0.subject, $0.title) }) { first, _ in first }
        let groups = Dictionary(grouping: findings) {
            Kinship(kind: $0.subject.kind, check: $0.check, verdict: $0.verdict)
        }
        return groups.sorted { $0.key < $1.key }.flatMap { _, group -> [[ReportValue]] in
            guard group.count > Self.mostAlike, let first = group.first else {
                return group.map { finding in
                    let cause = finding.cause.map { "; because of \($0)" } ?? ""
                    return row(finding, title: titles[finding.subject] ?? finding.subject.name, finding.message + cause)
                }
            }
            let names = group.prefix(Self.mostAlike).compactMap { titles[$0.subject] }.joined(separator: ", ")
            let message = "\(names) and \(group.count - Self.mostAlike) more; the first one: \(first.message)"
            return [row(first, title: "(\(group.count))", message)]
        }
    }

    /// Findings alike that each get their own row.
    private static let mostAlike = 4

    private struct Kinship: Hashable, Comparable {
        var kind: Subject.Kind
        var check: Check
        var verdict: Verdict

        /// The worst first.
        static func < (one: Kinship, other: Kinship) -> Bool {
            (other.verdict, one.kind, one.check.rawValue) < (one.verdict, other.kind, other.check.rawValue)
        }
    }

    private func row(_ finding: Finding, title: String, _ message: String) -> [ReportValue] {
        let age = since[finding.identity].map { DurationWords.text(Double(max(report.takenAt - $0, 0))) }
        return [
            .text("\(finding.subject.kind.rawValue) \(title)"), .text(finding.verdict.rawValue),
            .text(finding.check.rawValue), .text(finding.value), .text(finding.limit), ReportValue(age),
            .text(message),
        ]
    }

    /// As in `unhealthy: 1 domain, 1 gateway; healthy: 6 nodes`.
    private var summary: String {
        let counts = Verdict.allCases.reversed().compactMap { verdict -> String? in
            let kinds = Subject.Kind.allCases.compactMap { kind -> String? in
                let count = report.subjects.count { $0.verdict == verdict && $0.subject.kind == kind }
                return count == 0 ? nil : "\(count) \(kind.rawValue)\(count == 1 ? "" : "s")"
            }
            return kinds.isEmpty ? nil : "\(verdict.rawValue): \(kinds.joined(separator: ", "))"
        }
        return counts.joined(separator: "; ")
    }

    // MARK: Prometheus

    /// For node_exporter's textfile collector.
    package var prometheus: String {
        let verdicts = report.subjects.map { health in
            let labels = #"kind="\#(health.subject.kind.rawValue)",name="\#(Self.label(health.subject.name))""#
            return "umstieg_health{\(labels),title=\"\(Self.label(health.title))\"} \(Self.number(health.verdict))"
        }
        let numbers = report.subjects.flatMap { health in
            (health.numbers?.named ?? []).map { name, value in
                "umstieg_domain_\(name){domain=\"\(Self.label(health.subject.name))\"} \(value)"
            }
        }
        let findings = report.reasons.map { finding in
            let labels =
                #"kind="\#(finding.subject.kind.rawValue)",name="\#(Self.label(finding.subject.name))",check="\#(finding.check.rawValue)""#
                + #",domain="\#(Self.label(finding.domain ?? ""))",gateway="\#(Self.label(finding.gateway ?? ""))""#
            return "umstieg_finding{\(labels)} 1"
        }
        return """
            # HELP umstieg_health 1 healthy, 0 unhealthy, -1 unknown
            # TYPE umstieg_health gauge
            \((verdicts).joined(separator: "\n"))
            # HELP umstieg_finding a reason for a verdict
            # TYPE umstieg_finding gauge
            \(Array(Set(findings)).sorted().joined(separator: "\n"))
            \(numbers.sorted().joined(separator: "\n"))
            # HELP umstieg_health_taken_seconds when this was observed
            # TYPE umstieg_health_taken_seconds gauge
            umstieg_health_taken_seconds \(report.takenAt)

            """.split(separator: "\n").joined(separator: "\n") + "\n"
    }

    private static func number(_ verdict: Verdict) -> Int {
        switch verdict {
        case .healthy: 1
        case .unhealthy: 0
        case .unknown: -1
        }
    }

    private static func label(_ text: String) -> String {
        text.escapingControls.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#)
    }
}

extension DomainNumbers {
    fileprivate var named: [(String, Int)] {
        [
            ("nodes", nodes), ("nodes_heard", nodesHeard), ("clients", clients), ("wireguard_peers", wireGuardPeers),
            ("fastd_peers", fastdPeers),
        ].compactMap { name, value in value.map { (name, $0) } }
    }
}

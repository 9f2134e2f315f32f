package import FleetModel

/// Which nodes can be switched, and what stands in the way of the others.
package struct ReadinessReport {
    private struct Judged {
        var node: Node
        var state: Node.State
        var role: MeshRole
        var island: String?
        var verdict: NodeReadiness.Verdict
        var obstacles: [Obstacle]

        var tint: Tint { state == .offline ? .absent : verdict.tint }
    }

    private struct Reason: Hashable {
        var kind: Obstacle.Kind
        var blocks: Bool
    }

    private let fleet: Fleet
    private let takenAt: Double
    private let topology: Topology
    private let nodes: [Judged]

    /// - Parameters:
    ///   - fleet: the inventory.
    ///   - nodes: of whom it tells.
    ///   - changes: what rollouts have confirmed.
    ///   - seen: by a node's id, what health checks have found.
    ///   - takenAt: now, in seconds since 1970.
    package init(
        _ fleet: Fleet,
        nodes: [Node],
        changes: [ConfirmedChange],
        seen: [String: [Obstacle]],
        takenAt: Double
    ) {
        let standing = FleetStanding(fleet, changes: changes)
        let topology = Topology(fleet)
        let readiness = NodeReadiness(fleet, standing: standing, seen: seen)
        self.fleet = fleet
        self.takenAt = takenAt
        self.topology = topology
        self.nodes = nodes.map { node in
            let state = standing.state(of: node)
            let (verdict, obstacles) = readiness.verdict(of: node)
            return Judged(
                node: node,
                state: state,
                role: topology.role(of: node, state: state),
                island: topology.island(of: node.id)?.name,
                verdict: verdict,
                obstacles: obstacles
            )
        }
    }

    /// The report; without figures where nobody sees them, as a map of many nodes takes its time.
    package func report(hasFigures: Bool) -> Report {
        Report(
            "readiness",
            title: "Readiness for the migration: \(fleet.community.name)",
            takenAt: takenAt,
            facts: [Report.Fact("nodes", .number(nodes.count), measure: "nodes in the inventory")]
                + NodeReadiness.Verdict.allCases.map { verdict in
                    Report.Fact(
                        verdict.rawValue.replacing("-", with: "_"),
                        .number(nodes.count { $0.verdict == verdict }),
                        measure: "nodes that are \(verdict.rawValue)"
                    )
                },
            sections: [reasons(figures: hasFigures ? figures : []), domains, models, list],
            main: "nodes"
        )
    }

    private func reasons(figures: [Figure]) -> Report.Section {
        var counts: [Reason: Int] = [:]
        var examples: [Reason: String] = [:]
        for judged in nodes {
            for obstacle in judged.obstacles {
                let reason = Reason(kind: obstacle.kind, blocks: obstacle.blocks)
                counts[reason, default: 0] += 1
                examples[reason] = examples[reason] ?? obstacle.message
            }
        }
        let sorted = counts.sorted { ($1.value, $0.key.kind.rawValue) < ($0.value, $1.key.kind.rawValue) }
        return Report.Section(
            "reasons",
            title: "What stands in the way",
            note: "A node may have several reasons. What blocks has to be done first; what doesn't is a doubt.",
            listing: Listing(
                columns: [
                    Listing.Column("reason", isLabel: true), Listing.Column("blocks", isLabel: true),
                    Listing.Column("nodes", measure: "nodes with this reason"), Listing.Column("for_example"),
                ],
                rows: sorted.map { reason, count in
                    [
                        .text(reason.kind.rawValue), .boolean(reason.blocks), .number(count),
                        ReportValue(examples[reason]),
                    ]
                }
            ),
            figures: figures
        )
    }

    private var figures: [Figure] {
        let tints = Dictionary(nodes.map { ($0.node.id, $0.tint) }) { first, _ in first }
        let map = FleetMap(fleet, topology: topology).map(
            "Islands of nodes that hear one another. Large marks have a tunnel of their own, or are taken for one that has.",
            legend: NodeReadiness.Verdict.series + [BarChart.Series("offline", .absent)],
            of: Set(tints.keys)
        ) { tints[$0] ?? .unknown }
        return map.map { [.map($0)] } ?? []
    }

    private var domains: Report.Section {
        let groups = Dictionary(grouping: nodes, by: \.node.domain)
        let known = fleet.domains.filter { groups[$0.code] != nil }
        return Report.Section(
            "domains",
            title: "By domain",
            listing: Listing(
                columns: [Listing.Column("domain", isLabel: true)] + Self.verdicts + [Listing.Column("gateways")],
                rows: known.map { domain in
                    let gateways = fleet.gateways.filter { $0.domains.contains(domain.code) }.map(\.name)
                    return [.text(domain.code)] + Self.cells(of: groups[domain.code] ?? []) + [ReportValue(gateways)]
                }
            ),
            figures: [
                .bars(
                    BarChart(
                        "Nodes by domain and verdict",
                        series: NodeReadiness.Verdict.series,
                        rows: known.map { domain in
                            BarChart.Row(domain.code, Self.counts(of: groups[domain.code] ?? []))
                        }
                    )
                )
            ]
        )
    }

    private var models: Report.Section {
        let groups = Dictionary(grouping: nodes, by: \.node.model)
        let sorted = groups.sorted { ($1.value.count, $0.key ?? "") < ($0.value.count, $1.key ?? "") }
        return Report.Section(
            "models",
            title: "By model",
            listing: Listing(
                columns: [Listing.Column("model", isLabel: true)] + Self.verdicts,
                rows: sorted.map { model, nodes in [ReportValue(model)] + Self.cells(of: nodes) }
            )
        )
    }

    private var list: Report.Section {
        let columns = [
            "id", "hostname", "domain", "verdict", "state", "role", "island", "model", "firmware", "reasons",
        ]
        return Report.Section(
            "nodes",
            title: "Nodes",
            listing: Listing(
                columns: columns.map { Listing.Column($0, isInTable: $0 != "island") },
                rows: nodes.map { judged in
                    [
                        .text(judged.node.id), .text(judged.node.hostname), .text(judged.node.domain),
                        .text(judged.verdict.rawValue), .text(judged.state.rawValue), .text(judged.role.rawValue),
                        ReportValue(judged.island), ReportValue(judged.node.model), ReportValue(judged.node.firmware),
                        ReportValue(judged.obstacles.map(\.message).joined(separator: "; ")),
                    ]
                }
            )
        )
    }

    private static let verdicts: [Listing.Column] =
        [Listing.Column("nodes", measure: "nodes")]
        + NodeReadiness.Verdict.allCases.map { verdict in
            Listing.Column(
                verdict.rawValue.replacing("-", with: "_"),
                measure: "nodes that are \(verdict.rawValue)"
            )
        }

    private static func counts(of nodes: [Judged]) -> [Int] {
        NodeReadiness.Verdict.allCases.map { verdict in nodes.count { $0.verdict == verdict } }
    }

    private static func cells(of nodes: [Judged]) -> [ReportValue] {
        [.number(nodes.count)] + counts(of: nodes).map(ReportValue.number)
    }
}

extension NodeReadiness.Verdict {
    fileprivate static let series = allCases.map { BarChart.Series($0.rawValue, $0.tint) }

    fileprivate var tint: Tint {
        switch self {
        case .done: .both
        case .ready: .new
        case .notReady: .failed
        case .unknown: .unknown
        }
    }
}

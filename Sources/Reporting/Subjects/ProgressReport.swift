package import FleetModel
import Planning

/// How far the migration has come: per domain, wave, firmware and model.
package struct ProgressReport {
    private struct Kin {
        var transports = TransportTally()
        var ends = UnitTally()
        var offlineBefore = 0
    }

    private let fleet: Fleet
    private let shown: [Node]
    private let history: MigrationHistory
    private let standing: FleetStanding
    private let takenAt: Double
    private var all = Kin()
    private var domains: [String: Kin] = [:]
    private var firmwares: [String?: Kin] = [:]
    private var models: [String?: Kin] = [:]

    /// - Parameters:
    ///   - fleet: the inventory.
    ///   - nodes: of whom it tells.
    ///   - history: of the workspace.
    ///   - takenAt: now, in seconds since 1970.
    package init(_ fleet: Fleet, nodes: [Node], history: MigrationHistory, takenAt: Double) {
        self.fleet = fleet
        shown = nodes
        self.history = history
        self.takenAt = takenAt
        standing = FleetStanding(fleet, changes: history.changes)
        let ends = history.endsByDevice
        for node in nodes { count(node, end: ends[node.id]) }
    }

    /// A node that was offline before can't fail: it is counted, but not compared.
    private mutating func count(_ node: Node, end: UnitEnd?) {
        let state = standing.state(of: node)
        let wasOffline = history.offlineBefore.contains(node.id) || state == .offline && end == nil
        let note = { (kin: inout Kin) in
            kin.transports.count(state)
            if wasOffline { kin.offlineBefore += 1 } else if let end { kin.ends.count(end) }
        }
        note(&all)
        note(&domains[node.domain, default: Kin()])
        guard !wasOffline else { return }
        note(&firmwares[node.firmware, default: Kin()])
        note(&models[node.model, default: Kin()])
    }

    /// The report; without figures where nobody sees them, as a map of many nodes takes its time.
    package func report(hasFigures: Bool) -> Report {
        let facts = [
            Report.Fact("nodes", .number(all.transports.total), measure: "nodes in the inventory"),
            Report.Fact("wireguard", .number(all.transports[.wireguard]), measure: "nodes on WireGuard alone"),
            Report.Fact(
                "percent",
                all.transports.share,
                measure: "nodes on WireGuard, of those that are to be switched"
            ),
            Report.Fact(
                "offline_before",
                .number(all.offlineBefore),
                measure: "nodes left out, as they were offline before"
            ),
            Report.Fact("rollouts", .number(history.stories.count { $0.plan != nil }), measure: "rollouts so far"),
        ]
        return Report(
            "progress",
            title: "Progress of the migration: \(fleet.community.name)",
            takenAt: takenAt,
            facts: facts
                + UnitEnd.allCases.filter { $0 != .done && $0 != .open }.map { end in
                    Report.Fact(
                        end.rawValue,
                        .number(all.ends[end]),
                        measure: "nodes whose last transaction is \(end.rawValue)"
                    )
                },
            sections: [
                domainSection(hasFigures: hasFigures), gatewaySection, WaveSection(history.stories).section,
                section("firmwares", "By firmware", "firmware", firmwares),
                section("models", "By model", "model", models),
            ]
        )
    }

    private func domainSection(hasFigures: Bool) -> Report.Section {
        let codes = fleet.domains.map(\.code).filter { domains[$0] != nil }
        return Report.Section(
            "domains",
            title: "By domain",
            listing: Listing(
                columns: [Listing.Column("domain", isLabel: true)] + Self.columns,
                rows: codes.map { [.text($0)] + Self.cells(of: domains[$0] ?? Kin()) }
            ),
            figures: hasFigures ? figures(codes) : []
        )
    }

    private func figures(_ codes: [String]) -> [Figure] {
        let chart = BarChart(
            "Nodes by domain and transport",
            series: TransportTally.series,
            rows: codes.map { BarChart.Row($0, domains[$0]?.transports.values ?? TransportTally().values) }
        )
        let lines = ProgressChart(history.stories).chart
        let states = Dictionary(shown.map { ($0.id, standing.state(of: $0)) }) { first, _ in first }
        let map = FleetMap(fleet, topology: Topology(fleet)).map(
            "Islands of nodes that hear one another. Large marks have a tunnel of their own, or are taken for one that has.",
            legend: TransportTally.series,
            of: Set(states.keys)
        ) { states[$0]?.tint ?? .unknown }
        return (codes.isEmpty ? [] : [.bars(chart)]) + (lines.map { [.lines($0)] } ?? [])
            + (map.map { [.map($0)] } ?? [])
    }

    private var gatewaySection: Report.Section {
        let domains = Dictionary(fleet.domains.map { ($0.code, $0) }) { first, _ in first }
        let ends = history.endsByDevice
        return Report.Section(
            "gateways",
            title: "By gateway",
            listing: Listing(
                columns: ["gateway", "domain", "state", "last_transaction"].map { Listing.Column($0) },
                rows: fleet.gateways.flatMap { gateway in
                    gateway.domains.compactMap { domains[$0] }.map { domain in
                        [
                            .text(gateway.name), .text(domain.code),
                            .text(standing.state(of: gateway, in: domain).rawValue),
                            ReportValue(ends[gateway.name]?.rawValue),
                        ]
                    }
                }
            )
        )
    }

    private func section(_ key: String, _ title: String, _ label: String, _ kin: [String?: Kin]) -> Report.Section {
        let sorted = kin.sorted { one, other in
            (other.value.transports.total, one.key ?? "") < (one.value.transports.total, other.key ?? "")
        }
        return Report.Section(
            key,
            title: title,
            note: "Nodes that were offline before are left out.",
            listing: Listing(
                columns: [Listing.Column(label, isLabel: true)] + Self.onlineColumns.map { Self.columns[$0] },
                rows: sorted.map { name, kin in
                    let cells = Self.cells(of: kin)
                    return [ReportValue(name)] + Self.onlineColumns.map { cells[$0] }
                }
            )
        )
    }

    /// Indices of those that tell something where offline nodes are left out.
    private static let onlineColumns = columns.indices.filter { !columns[$0].key.hasPrefix("offline") }

    private static let columns: [Listing.Column] =
        [Listing.Column("nodes", measure: "nodes")] + TransportTally.columns
        + [
            Listing.Column("percent", measure: "nodes on WireGuard, of those that are to be switched"),
            Listing.Column("offline_before", measure: "nodes that were offline before"),
        ] + UnitTally.columns(of: "nodes whose last transactions")

    private static func cells(of kin: Kin) -> [ReportValue] {
        [.number(kin.transports.total)] + kin.transports.cells + [kin.transports.share, .number(kin.offlineBefore)]
            + kin.ends.cells
    }
}

import FleetModel
import Mesh
import Planning
import Rollouts

/// A rollout's day as a protocol: who did what when, what gates said, and what it brought.
package struct RolloutReport {
    private let story: RolloutStory
    private let takenAt: Double

    /// Of a story as it is now, in seconds since 1970.
    package init(_ story: RolloutStory, takenAt: Double) {
        self.story = story
        self.takenAt = takenAt
    }

    package var report: Report {
        Report(
            "rollout",
            title: "\(story.plan == nil ? "Rollback" : "Rollout") \(story.id): \(story.name)",
            takenAt: takenAt,
            facts: facts,
            sections: [
                hosts, WaveSection([story]).section, GateSection(story).section, throughput,
                ProtocolSection(story).section,
            ],
            main: "protocol"
        )
    }

    private var facts: [Report.Fact] {
        let tally = UnitTally.of(story.status.units.map { UnitEnd($0.state) })
        let outages = story.status.units.compactMap(\.outage)
        let end = story.endedAt ?? story.journal.last?.time
        return [
            Report.Fact("id", .text(story.id)),
            Report.Fact("state", .text(story.status.word)),
            Report.Fact("reason", ReportValue(story.status.reason)),
            Report.Fact("owner", .text(story.owner)),
            Report.Fact("started", .text(TimeWords.text(story.startedAt))),
            Report.Fact("ended", ReportValue(story.endedAt.map(TimeWords.text))),
            Report.Fact(
                "seconds",
                ReportValue(end.map { Int(max($0 - story.startedAt, 0).rounded()) }),
                measure: "seconds from the start to the last entry"
            ),
            Report.Fact("transactions", .number(tally.total), measure: "transactions of the rollout"),
        ]
            + UnitEnd.allCases.map {
                Report.Fact($0.rawValue, .number(tally[$0]), measure: "transactions that are \($0.rawValue)")
            }
            + [
                Report.Fact(
                    "lost_pings",
                    outages.isEmpty ? .unknown : .number(outages.reduce(0) { $0 + $1.lost }),
                    measure: "pings lost while devices were switched"
                ),
                Report.Fact(
                    "longest_gap_ms",
                    ReportValue(outages.map(\.longestGap).max()),
                    measure: "milliseconds without an answer, at most"
                ),
                Report.Fact(
                    "gain",
                    ReportValue.decimal(medianGain),
                    measure: "how many times the throughput of before, in the middle"
                ),
            ]
    }

    private var gains: [Double] { story.status.gains.compactMap(\.factor) }

    private var medianGain: Double? {
        let sorted = gains.sorted()
        guard !sorted.isEmpty else { return nil }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private var hosts: Report.Section {
        let columns: [Listing.Column] = [
            Listing.Column("name", isLabel: true), Listing.Column("title"), Listing.Column("scope", isLabel: true),
            Listing.Column("part", isLabel: true),
            Listing.Column("state"), Listing.Column("seconds", measure: "seconds of a transaction"),
            Listing.Column("lost_pings", measure: "pings lost while it was switched"),
            Listing.Column("longest_gap_ms", measure: "milliseconds without an answer, at most"),
            Listing.Column("reason"),
        ]
        return Report.Section(
            "hosts",
            title: "Devices",
            listing: Listing(
                columns: columns,
                rows: story.status.units.map { unit in
                    [
                        .text(unit.id.host), .text(story.title(of: unit.id.host)), .text(unit.id.scope),
                        .text(unit.id.part?.rawValue ?? "open"),
                        .text(unit.state.word), ReportValue(unit.seconds.map { Int($0.rounded()) }),
                        ReportValue(unit.outage?.lost), ReportValue(unit.outage?.longestGap),
                        ReportValue(unit.state.reason),
                    ]
                }
            ),
            figures: figures
        )
    }

    private var figures: [Figure] {
        let gaps = story.status.units.compactMap { $0.outage.map { Double($0.longestGap) } }
        let times = story.status.units.compactMap(\.seconds)
        var figures: [Figure] = []
        if let chart = ProgressChart([story]).chart { figures.append(.lines(chart)) }
        if !times.isEmpty {
            figures.append(.distribution(Distribution("Seconds of a transaction", .both, values: times, unit: " s")))
        }
        if !gaps.isEmpty {
            figures.append(
                .distribution(Distribution("Longest time without an answer", .old, values: gaps, unit: " ms"))
            )
        }
        if let map { figures.append(.map(map)) }
        return figures
    }

    /// Only of rollouts that change nodes.
    private var map: IslandMap? {
        guard let plan = story.plan else { return nil }
        let ends = Dictionary(story.status.units.map { ($0.id.host, UnitEnd($0.state)) }) { $0 == .done ? $1 : $0 }
        let nodes = Set(plan.fleet.nodes.map(\.id).filter { ends[$0] != nil })
        guard !nodes.isEmpty else { return nil }
        return FleetMap(plan.fleet, topology: Topology(plan.fleet)).map(
            "Islands of nodes that hear one another, by what became of them.",
            legend: UnitEnd.series + [BarChart.Series("not in this rollout", .unknown)],
            of: nodes
        ) { ends[$0]?.tint ?? .unknown }
    }

    private var throughput: Report.Section {
        let distribution = Distribution("Gain in throughput", .new, values: gains, unit: " times")
        return Report.Section(
            "throughput",
            title: "What it brought",
            note: "The throughput in kbit/s before the first wave, and after the last phase that has ended.",
            listing: ThroughputListing.of(story.status.gains, names: story.status.nodeNames),
            figures: gains.isEmpty ? [] : [.distribution(distribution)]
        )
    }
}

import Planning
import Rollouts

/// The waves of rollouts, and what became of each.
struct WaveSection {
    private struct Wave {
        var story: RolloutStory
        var phase: String
        /// From 1.
        var number: Int
        var ends: UnitTally
        /// Seconds since 1970; nil for one that hasn't begun.
        var startedAt: Double?

        var label: String { "\(phase) \(number)" }
    }

    private let waves: [Wave]

    init(_ stories: [RolloutStory]) {
        waves = stories.flatMap(Self.waves)
    }

    private static func waves(of story: RolloutStory) -> [Wave] {
        guard let plan = story.plan else { return [] }
        let ends = Dictionary(story.status.units.map { ($0.id, UnitEnd($0.state)) }) { first, _ in first }
        var times: [String: Double] = [:]
        for timed in story.journal {
            guard case .entered(let phase, let wave) = timed.entry else { continue }
            times["\(phase) \(wave)"] = times["\(phase) \(wave)"] ?? timed.time
        }
        return plan.phases.flatMap { phase in
            phase.waves.enumerated().map { index, wave in
                Wave(
                    story: story,
                    phase: phase.name,
                    number: index + 1,
                    ends: UnitTally.of(wave.units.map { ends[$0] ?? .open }),
                    startedAt: times["\(phase.name) \(index + 1)"]
                )
            }
        }
    }

    var section: Report.Section {
        let columns =
            ["rollout", "phase", "wave"].map { Listing.Column($0, isLabel: true) }
            + [Listing.Column("started"), Listing.Column("transactions", measure: "transactions of the wave")]
        return Report.Section(
            "waves",
            title: "By wave",
            listing: Listing(
                columns: columns + UnitTally.columns(of: "transactions of the wave"),
                rows: waves.map { wave in
                    [
                        .text(wave.story.id), .text(wave.phase), .number(wave.number),
                        ReportValue(wave.startedAt.map(TimeWords.text)), .number(wave.ends.total),
                    ] + wave.ends.cells
                }
            ),
            figures: waves.isEmpty ? [] : [.bars(chart)]
        )
    }

    private var chart: BarChart {
        BarChart(
            "Transactions by wave and end",
            series: UnitEnd.series,
            rows: waves.map { BarChart.Row($0.label, $0.ends.values) }
        )
    }
}

import Planning
import Rollouts

/// What gates said, condition by condition.
struct GateSection {
    private let story: RolloutStory

    init(_ story: RolloutStory) {
        self.story = story
    }

    var section: Report.Section {
        let columns = ["time", "phase", "gate", "condition", "outcome", "value", "elsewhere", "limit", "reason"]
        return Report.Section(
            "gates",
            title: "Gates",
            listing: Listing(columns: columns.map { Listing.Column($0) }, rows: story.journal.flatMap(rows))
        )
    }

    private func rows(of timed: TimedEntry) -> [[ReportValue]] {
        guard case .observed(let operation, .judged(let verdict)) = timed.entry else { return [] }
        let phase: String? =
            if case .gate(let index) = operation.verb, let phases = story.plan?.phases, phases.indices.contains(index) {
                phases[index].name
            } else { nil }
        return verdict.lines.map { line in
            [
                .text(TimeWords.text(timed.time)), ReportValue(phase), .text(verdict.outcome.rawValue),
                .text(line.name), .text(line.outcome.rawValue), .text(line.value), ReportValue(line.control),
                .text(line.limit), .text(line.message),
            ]
        }
    }
}

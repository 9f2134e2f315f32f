import Planning
import Rollouts

/// How many transactions stood at which end, over time.
struct ProgressChart {
    private static let shown: [UnitEnd] = [.done, .failed, .returned]

    private let stories: [RolloutStory]

    init(_ stories: [RolloutStory]) {
        self.stories = stories
    }

    /// nil before anything came to an end.
    var chart: LineChart? {
        var ends: [UnitID: UnitEnd] = [:]
        var counts: [UnitEnd: Int] = [:]
        var points: [UnitEnd: [LineChart.Point]] = [:]
        // Two rollouts may have been at work at the same time.
        for timed in stories.flatMap(\.journal).sorted(by: { $0.time < $1.time }) {
            guard case .observed(let operation, let result) = timed.entry, let unit = operation.unit,
                let end = UnitEnd(result), ends[unit] != end
            else { continue }
            if let old = ends[unit] { counts[old, default: 1] -= 1 }
            ends[unit] = end
            counts[end, default: 0] += 1
            for shown in Self.shown {
                points[shown, default: []].append(LineChart.Point(time: timed.time, value: counts[shown] ?? 0))
            }
        }
        guard !ends.isEmpty else { return nil }
        let series = Self.shown.compactMap { end -> LineChart.Series? in
            guard let points = points[end], points.contains(where: { $0.value > 0 }) else { return nil }
            return LineChart.Series(end.rawValue, end.tint, points: points)
        }
        return LineChart("Transactions over time (UTC)", series: series)
    }
}

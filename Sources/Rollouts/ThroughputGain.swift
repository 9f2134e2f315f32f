package import Mesh

/// What a way through the mesh carried before a rollout, and what it carries after it.
package struct ThroughputGain: Sendable, Hashable {
    package var way: ThroughputSeries.Way
    package var before: ThroughputSeries?
    /// After the last phase that has ended.
    package var after: ThroughputSeries?

    /// How many times as much; nil unless both are known.
    package var factor: Double? {
        guard let before = before?.median?.kilobitsPerSecond, let after = after?.median?.kilobitsPerSecond, before > 0
        else { return nil }
        return Double(after) / Double(before)
    }

    /// All that a journal tells, in the order of the first measurement.
    package static func all(in journal: [TimedEntry]) -> [ThroughputGain] {
        var gains: [ThroughputGain] = []
        for timed in journal {
            guard case .observed(let operation, .gauged(let series)) = timed.entry,
                case .measure(let phases) = operation.verb
            else { continue }
            for one in series {
                let index = gains.firstIndex { $0.way == one.way } ?? gains.count
                if index == gains.count { gains.append(ThroughputGain(way: one.way)) }
                if phases == 0 { gains[index].before = one } else { gains[index].after = one }
            }
        }
        return gains
    }
}

import Foundation

/// Times are seconds since 1970.
///
/// A time of the day that stands twice in the night when summer time ends is the first one; one that is left out when it
/// begins is the moment of the change. A span that has no moment left then is none.
extension MaintenanceWindow {
    private static let day = 86_400
    /// Days in which an opening is looked for: one may be lost to a change of the clock.
    private static let longestSearch = 15
    /// What no calendar needs; arithmetic stays within bounds.
    private static let latest = 1e11

    package func contains(_ moment: Double) -> Bool { span(around: moment) != nil }

    /// When the span that contains this moment ends, nil outside.
    ///
    /// Spans that touch one another end with the last one; a window that never closes is said to be open for a week.
    package func closing(after moment: Double) -> Double? {
        guard var closing = span(around: moment)?.upperBound else { return nil }
        for _ in 0..<7 {
            guard let next = span(around: closing) else { break }
            closing = next.upperBound
        }
        return closing
    }

    /// The first opening that is later; infinity where there is none.
    package func nextOpening(after moment: Double) -> Double {
        guard let today = localDay(of: moment) else { return .infinity }
        let spans = ((today - 1)...(today + Self.longestSearch)).lazy.compactMap(span)
        return spans.first { $0.lowerBound > moment }?.lowerBound ?? .infinity
    }

    /// Yesterday's span may have passed midnight.
    private func span(around moment: Double) -> Range<Double>? {
        guard let today = localDay(of: moment) else { return nil }
        return [today - 1, today].compactMap(span).first { $0.contains(moment) }
    }

    /// The span that opens on a day, in days since 1970.
    private func span(openingOn day: Int) -> Range<Double>? {
        // 1970 began on a Thursday.
        let weekday = ((day + 3) % 7 + 7) % 7 + 1
        guard weekdays.contains(weekday) else { return nil }
        let start = moment(of: day * Self.day + opens * 60)
        let end = moment(of: (closes > opens ? day : day + 1) * Self.day + closes * 60)
        return start < end ? start..<end : nil
    }

    private func localDay(of moment: Double) -> Int? {
        guard abs(moment) < Self.latest else { return nil }
        let local = moment + Double(offset(at: Int(moment.rounded(.down))))
        return Int((local / Double(Self.day)).rounded(.down))
    }

    /// The moment at which a local clock shows a time, which is given as if it were UTC.
    private func moment(of local: Int) -> Double {
        let offsets = [offset(at: local - Self.day), offset(at: local + Self.day)]
        let candidates = offsets.map { local - $0 }.filter { offset(at: $0) == local - $0 }
        if let first = candidates.min() { return Double(first) }
        return Double(change(from: local - (offsets.max() ?? 0), to: local - (offsets.min() ?? 0)))
    }

    /// The first moment that has the offset of the later one of two.
    private func change(from earlier: Int, to later: Int) -> Int {
        var before = earlier
        var after = later
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if offset(at: middle) == offset(at: later) { after = middle } else { before = middle }
        }
        return after
    }

    /// Seconds that local clocks are ahead of UTC.
    private func offset(at moment: Int) -> Int {
        let zone = TimeZone(identifier: timeZone) ?? .gmt
        return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment)))
    }
}

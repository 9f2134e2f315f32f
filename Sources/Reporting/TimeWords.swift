import Foundation

/// Points in time for people and for programs.
package enum TimeWords {
    /// As `2026-11-27T01:17:32Z`; `seconds` since 1970.
    package static func text(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }
}

extension TimeWords {
    /// As `01:17`, with the date where another point in time is more than a day away.
    static func brief(_ seconds: Double, comparedWith other: Double) -> String {
        let text = text(seconds)
        let (date, time) = (text.prefix(10), text.dropFirst(11).prefix(5))
        return abs(seconds - other) < 86_400 ? String(time) : "\(date) \(time)"
    }
}

import ArgumentParser
import Foundation

/// A point in time of the command line.
enum Moment: Sendable, Hashable {
    /// So many seconds before now.
    case ago(Double)
    /// Seconds since 1970.
    case at(Double)

    /// - Parameter argument: `90m`, `12h`, `2d`, `3w`, `2026-11-26` (its first second in UTC) or `2026-11-26T18:00:00Z`.
    /// - Throws: `ValidationError` for what is none of these.
    init(argument: String) throws {
        let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        if let unit = argument.last.flatMap({ units[$0] }), argument.count <= 7,
            argument.dropLast().utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let count = Double(argument.dropLast())
        {
            self = .ago(count * unit)
        } else if let date = try? Date(argument, strategy: .iso8601) {
            self = .at(date.timeIntervalSince1970)
        } else if let date = try? Date("\(argument)T00:00:00Z", strategy: .iso8601) {
            self = .at(date.timeIntervalSince1970)
        } else {
            throw ValidationError("a time is 90m, 12h, 2d, 3w, 2026-11-26 or 2026-11-26T18:00:00Z, not «\(argument)»")
        }
    }

    /// Seconds since 1970.
    func seconds(before now: Double) -> Double {
        switch self {
        case .ago(let seconds): max(now - seconds, 0)
        case .at(let seconds): seconds
        }
    }
}

import Foundation

/// Points in time for people and for programs.
package enum TimeWords {
    /// As `2026-11-27T01:17:32Z`; `seconds` since 1970.
    package static func text(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }
}

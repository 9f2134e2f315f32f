/// A span of each week in which a rollout may begin transactions: `Sa 01:00-05:00 Europe/Berlin`.
package struct MaintenanceWindow: Sendable, Hashable, Codable {
    /// 1 Monday … 7 Sunday, on which it opens; sorted.
    package var weekdays: [Int]
    /// Minutes since midnight at which it opens.
    package var opens: Int
    /// Minutes since midnight at which it closes, on the next day where that isn't later than `opens`.
    package var closes: Int
    /// IANA name: `Europe/Berlin`.
    package var timeZone: String

    package init(weekdays: [Int], opens: Int, closes: Int, timeZone: String) {
        self.weekdays = weekdays
        self.opens = opens
        self.closes = closes
        self.timeZone = timeZone
    }
}

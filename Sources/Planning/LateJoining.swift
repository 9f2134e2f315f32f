/// How long and how often hosts that were offline are tried again after the waves.
package struct LateJoining: Sendable, Hashable, Codable {
    /// Seconds from the end of the waves.
    package var period: Int
    /// Seconds to the second try; each further pause is twice as long.
    package var shortestPause: Int
    /// Seconds.
    package var longestPause: Int

    package init(period: Int, shortestPause: Int, longestPause: Int) {
        self.period = period
        self.shortestPause = shortestPause
        self.longestPause = longestPause
    }

    /// Seconds to wait after so many tries, at least one.
    package func pause(afterTries tries: Int) -> Int {
        let doublings = min(max(tries - 1, 0), 30)
        return min(longestPause, shortestPause << doublings)
    }
}

/// What pings say about the time of a switch.
package struct PingOutage: Sendable, Hashable, Codable {
    package var sent: Int
    package var lost: Int
    /// Milliseconds for which nothing came back, at most; as exact as the pings are close.
    package var longestGap: Int

    package init(sent: Int, lost: Int, longestGap: Int) {
        self.sent = sent
        self.lost = lost
        self.longestGap = longestGap
    }
}

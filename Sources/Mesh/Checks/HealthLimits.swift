/// From where on a value is a finding.
package struct HealthLimits: Sendable, Hashable, Codable {
    /// Seconds since the last handshake of a peer that is in use; WireGuard makes one each two minutes.
    package var handshake = 180
    /// Seconds that a clock may differ.
    package var clock = 60
    /// Load average of a gateway, for each of its processors.
    package var load = 3.0
    /// Share of a gateway's time in softirqs.
    package var softirq = 0.6
    /// Share of a domain's tunnels on one gateway, where another has none.
    package var balance = 0.9
    /// Tunnels of a domain from which on balance is looked at.
    package var balancedTunnels = 4
    /// Share of batman-adv's pings that may be lost: one of ten, as nothing sends it again, and of hundreds of healthy nodes
    /// some lose one each time.
    package var pingLoss = 0.1
    /// Share of the baseline's nodes that may be missing.
    package var nodesLost = 0.02
    /// Share of the baseline's clients that have to be there.
    package var clients = 0.9

    package init() {}

    /// A neighbour is silent after so many originator intervals, but not before ten seconds: BATMAN_V hears it twice a
    /// second, BATMAN_IV once in an interval.
    static func linkSilence(interval: Duration?) -> Duration { max(.seconds(10), (interval ?? .seconds(5)) * 2.5) }

    /// An originator is gone after so many of its intervals; batman-adv itself keeps it for 200 seconds.
    static func originatorSilence(interval: Duration?) -> Duration { max(.seconds(30), (interval ?? .seconds(5)) * 6) }
}

import FleetModel
import KeyExchange

/// One worker in one domain, as it says itself.
struct GatewayState: Sendable {
    /// How its nodes reach it.
    var data: GatewayData?
    /// Its link-local address there.
    var linkLocal: LinkLocalAddress?
    /// Peers with a handshake; negative while its interface is down, nil until it has said.
    private(set) var peers: Int?
    /// Seconds since 1970 when they were counted.
    private(set) var countedAt = 0
    /// Keys that were sent here and aren't in `peers` yet, with the time of their registration.
    private(set) var pending: [WireGuardKey: Int] = [:]

    /// Until its handshake, a node takes up to so many seconds.
    static let settling = 10
    /// A retained count may be as old as this: workers count each minute.
    static let countingPeriod = 60

    /// Peers as they will be.
    var expectedPeers: Int { max(peers ?? 0, 0) + pending.count }

    /// Whether its interface is there, as far as it has said.
    var isUp: Bool { peers.map { $0 >= 0 } ?? (data != nil) }

    /// Whether anything was said of it.
    var isKnown: Bool { data != nil || peers != nil }

    /// Takes a count, which contains the nodes that had the time to come.
    mutating func count(_ peers: Int?, isRetained: Bool, now: Int) {
        self.peers = peers
        let time = isRetained ? max(now - Self.countingPeriod, countedAt) : now
        countedAt = min(time, now)
        pending = (peers ?? -1) < 0 ? [:] : pending.filter { isUncounted(since: $0.value) }
    }

    mutating func expect(_ key: WireGuardKey, since time: Int) {
        if isUncounted(since: time) { pending[key] = time }
    }

    mutating func noLongerExpect(_ key: WireGuardKey) { pending[key] = nil }

    private func isUncounted(since time: Int) -> Bool { countedAt - time < Self.settling }
}

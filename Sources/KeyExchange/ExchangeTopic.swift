package import FleetModel

/// What the key exchange says over MQTT, by topic.
///
/// The first four are wgkex's. The others are umstieg's own, below `umstieg/`, where wgkex's programs don't listen:
/// brokers share through them what they know, so that several can stand behind one proxy.
package enum ExchangeTopic: Sendable, Hashable {
    /// `wireguard/<domain>/<target>`: a key for the workers; not retained. The target is `all` or one worker's name.
    case key(domain: String, target: String)
    /// `wireguard-metrics/<domain>/<worker>/connected_peers`: peers with a handshake younger than 3 minutes; retained.
    case connectedPeers(domain: String, worker: String)
    /// `wireguard-worker/<worker>/status`: `1`, or `0` as last will; retained.
    case status(worker: String)
    /// `wireguard-worker/<worker>/<domain>/data`: how nodes reach the worker's gateway; retained.
    case data(worker: String, domain: String)
    /// `umstieg/key/<domain>/<64 hex digits>`: a known key, its last registration and its gateway; retained.
    case knownKey(domain: String, key: WireGuardKey)
    /// `umstieg/living/<domain>/<worker>`: the keys whose handshakes a worker has seen lately; retained.
    case living(domain: String, worker: String)
    /// `umstieg/worker/<worker>/counters`: what a worker did and refused; retained.
    case counters(worker: String)

    /// The target that all workers of a domain listen to.
    package static let all = "all"
    /// As long as MQTT's topics may be; ours are far shorter.
    static let longestName = 512
}

extension ExchangeTopic {
    /// The topic as MQTT writes it.
    package var name: String {
        switch self {
        case .key(let domain, let target): "wireguard/\(domain)/\(target)"
        case .connectedPeers(let domain, let worker): "wireguard-metrics/\(domain)/\(worker)/connected_peers"
        case .status(let worker): "wireguard-worker/\(worker)/status"
        case .data(let worker, let domain): "wireguard-worker/\(worker)/\(domain)/data"
        case .knownKey(let domain, let key): "umstieg/key/\(domain)/\(HexDigits.text(key.bytes))"
        case .living(let domain, let worker): "umstieg/living/\(domain)/\(worker)"
        case .counters(let worker): "umstieg/worker/\(worker)/counters"
        }
    }

    /// Reads a topic that came from outside; nil if it is none of the key exchange's.
    package init?(_ name: String) {
        guard name.utf8.count <= Self.longestName else { return nil }
        let levels = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard levels.allSatisfy({ !$0.isEmpty }) else { return nil }
        switch (levels.count, levels.first) {
        case (3, "wireguard"): self = .key(domain: levels[1], target: levels[2])
        case (4, "wireguard-metrics") where levels[3] == "connected_peers":
            self = .connectedPeers(domain: levels[1], worker: levels[2])
        case (3, "wireguard-worker") where levels[2] == "status": self = .status(worker: levels[1])
        case (4, "wireguard-worker") where levels[3] == "data": self = .data(worker: levels[1], domain: levels[2])
        case (4, "umstieg"):
            switch levels[1] {
            case "key":
                guard let bytes = HexDigits.bytes(levels[3], count: 32),
                    let key = try? WireGuardKey(WireGuardKey(bytes: bytes).base64)
                else { return nil }
                self = .knownKey(domain: levels[2], key: key)
            case "living": self = .living(domain: levels[2], worker: levels[3])
            case "worker" where levels[3] == "counters": self = .counters(worker: levels[2])
            default: return nil
            }
        default: return nil
        }
    }
}

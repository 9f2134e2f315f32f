/// One thing that a gate wants to hold.
package struct GateCondition: Sendable, Hashable, Codable {
    package enum Kind: Sendable, Hashable, Codable {
        /// Share of the nodes of the baseline that may be gone.
        case nodesLost(most: Double)
        /// Share of the clients of the baseline that have to be there.
        case clients(least: Double)
        /// Seconds since a tunnel's last handshake.
        case handshake(mostAge: Int)
        /// Share of batman-adv's pings that may be lost, to each switched node and back.
        case ping(mostLoss: Double)
        /// Peers that fastd still has on the gateways of the switched domains.
        case fastdPeers(most: Int)
        /// No finding of that name.
        case word(GateWord)

        /// As rollout files have it.
        package var name: String {
            switch self {
            case .nodesLost: "nodes_lost"
            case .clients: "clients"
            case .handshake: "handshake"
            case .ping: "ping"
            case .fastdPeers: "fastd_peers"
            case .word(let word): word.rawValue
            }
        }

        /// For people.
        package var limit: String {
            switch self {
            case .nodesLost(let most): "at most \(Self.percent(most)) gone"
            case .clients(let least): "at least \(Self.percent(least))"
            case .handshake(let mostAge): "at most \(mostAge) s old"
            case .ping(let mostLoss): "at most \(Self.percent(mostLoss)) lost"
            case .fastdPeers(let most): "at most \(most)"
            case .word: "no finding"
            }
        }

        private static func percent(_ share: Double) -> String {
            let tenths = Int((min(max(share, 0), 1) * 1000).rounded())
            return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
        }
    }

    package var kind: Kind
    /// Seconds until which it has to hold.
    package var within: Int

    /// batman-adv forgets what is gone after 200 seconds.
    package static let usualWindow = 300

    package init(_ kind: Kind, within: Int = Self.usualWindow) {
        self.kind = kind
        self.within = within
    }
}

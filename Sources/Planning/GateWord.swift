/// A check of `umstieg health` that a gate names without a limit of its own; raw values as in its findings.
package enum GateWord: String, Sendable, Hashable, Codable, CaseIterable {
    case broker
    case mqtt
    case worker
    case connectedPeers = "connected_peers"
    case transport
    case uplink
    case vni
    case vxlanPort = "vxlan_port"
    case mtu
    case linkLocal = "link_local"
    case route
    case fdb
    case override
    case oneWay = "one_way"
    case gateway
    case path
    case balance
    case clock
    case duplicate
    case load
    case router
    /// The whole way of a switched node: registered, programmed, handshake, FDB, batman-adv's path, ping, clients.
    case endToEnd = "end_to_end"

    package var isOfExchange: Bool {
        switch self {
        case .broker, .mqtt, .worker, .connectedPeers: true
        case .transport, .uplink, .vni, .vxlanPort, .mtu, .linkLocal, .route, .fdb, .override, .oneWay, .gateway,
            .path, .balance, .clock, .duplicate, .load, .router, .endToEnd:
            false
        }
    }
}

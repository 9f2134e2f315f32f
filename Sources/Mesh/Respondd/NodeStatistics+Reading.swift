extension NodeStatistics {
    /// Members that firmware of 2015 and today's have.
    struct Wire: Decodable {
        struct Clients: Decodable {
            var total: JSONNumber<Double>?
            var wifi: JSONNumber<Double>?
        }

        struct Group: Decodable {
            /// Null for a peer without connection.
            var peers: JSONObject<Peer?>?
            var groups: JSONObject<Group>?
        }

        struct Peer: Decodable {
            /// Seconds.
            var established: JSONNumber<Double>?
        }

        var nodeId: String
        /// Seconds.
        var uptime: JSONNumber<Double>?
        var loadavg: JSONNumber<Double>?
        var clients: Clients?
        var gateway: MACAddress?
        var gatewayNexthop: MACAddress?
        var meshVpn: Group?

        enum CodingKeys: String, CodingKey {
            case nodeId = "node_id"
            case uptime
            case loadavg
            case clients
            case gateway
            case gatewayNexthop = "gateway_nexthop"
            case meshVpn = "mesh_vpn"
        }
    }

    init(_ wire: Wire) throws(ValueError) {
        self.init(nodeID: try NodeID.checked(wire.nodeId, "statistics/node_id"))
        uptime = try wire.uptime.map { seconds throws(ValueError) in
            try Self.duration(seconds.value, "statistics/uptime")
        }
        loadAverage = wire.loadavg?.value
        if let total = wire.clients?.total {
            clients = Clients(
                total: try Self.count(total.value, "statistics/clients/total"),
                wireless: try wire.clients?.wifi.map { number throws(ValueError) in
                    try Self.count(number.value, "statistics/clients/wifi")
                }
            )
        }
        gateway = wire.gateway
        gatewayNextHop = wire.gatewayNexthop
        if let vpn = wire.meshVpn { vpnPeers = try Self.peers(of: vpn, path: []) }
    }

    /// Peers of a group and those inside; `path` holds the names of the groups around.
    private static func peers(of group: Wire.Group, path: [String]) throws(ValueError) -> [VPNPeer] {
        var peers: [VPNPeer] = []
        for (name, peer) in group.peers?.members.sorted(by: { $0.key < $1.key }) ?? [] {
            peers.append(
                VPNPeer(
                    group: path.joined(separator: "/"),
                    name: name,
                    established: try peer?.established.map { seconds throws(ValueError) in
                        try duration(seconds.value, "statistics/mesh_vpn/\(ReadingError.excerpt(name))/established")
                    }
                )
            )
        }
        for (name, group) in group.groups?.members.sorted(by: { $0.key < $1.key }) ?? [] {
            peers += try Self.peers(of: group, path: path + [name])
        }
        return peers
    }

    private static func duration(_ seconds: Double, _ name: String) throws(ValueError) -> Duration {
        guard let duration = Duration(bounded: seconds) else {
            throw ValueError(name: name, message: "is out of range")
        }
        return duration
    }

    private static func count(_ number: Double, _ name: String) throws(ValueError) -> Int {
        guard let count = Int(bounded: number) else { throw ValueError(name: name, message: "is out of range") }
        return count
    }
}

/// What a Gluon node says of itself that changes all the time.
///
/// Nil stands for what the node's firmware doesn't tell.
package struct NodeStatistics: Sendable, Hashable {
    package struct Clients: Sendable, Hashable {
        package var total: Int
        package var wireless: Int?

        package init(total: Int, wireless: Int?) {
            self.total = total
            self.wireless = wireless
        }
    }

    /// A server that the node's VPN knows.
    package struct VPNPeer: Sendable, Hashable {
        /// `backbone`, or groups in groups: `backbone/south`.
        package var group: String
        package var name: String
        /// For how long; nil if there is no connection.
        package var established: Duration?

        package init(group: String, name: String, established: Duration?) {
            self.group = group
            self.name = name
            self.established = established
        }
    }

    /// `02caffee0001`.
    package var nodeID: String
    package var uptime: Duration?
    /// Over the last minute.
    package var loadAverage: Double?
    package var clients: Clients?
    /// Primary address of the gateway that it has chosen.
    package var gateway: MACAddress?
    /// Address of the neighbour that leads to `gateway`.
    package var gatewayNextHop: MACAddress?
    /// By group and name, ascending.
    package var vpnPeers: [VPNPeer]

    package init(
        nodeID: String,
        uptime: Duration? = nil,
        loadAverage: Double? = nil,
        clients: Clients? = nil,
        gateway: MACAddress? = nil,
        gatewayNextHop: MACAddress? = nil,
        vpnPeers: [VPNPeer] = []
    ) {
        self.nodeID = nodeID
        self.uptime = uptime
        self.loadAverage = loadAverage
        self.clients = clients
        self.gateway = gateway
        self.gatewayNextHop = gatewayNextHop
        self.vpnPeers = vpnPeers
    }
}

/// What is looked at; its raw value is part of the JSON, and the name by which gates ask for it.
package enum Check: String, Sendable, Hashable, Codable, CaseIterable {
    /// The device answers over SSH, and what it says can be read.
    case collection
    /// The interfaces that carry the mesh are in batman-adv, and active.
    case transport
    /// The mesh comes through the tunnels of this device.
    case uplink
    /// VXLAN network identifier.
    case vni
    case vxlanPort = "vxlan_port"
    case mtu
    /// The link-local address follows from the key, as the dialect says.
    case linkLocal = "link_local"
    /// The broker takes the key of a node that was switched.
    case registered
    /// A gateway's WireGuard knows a node that was switched.
    case peer
    /// A peer has its route.
    case route
    /// A peer has its FDB entry, via the WireGuard interface.
    case fdb
    /// A peer that is in use had a handshake lately.
    case handshake
    /// BATMAN_V prefers WireGuard where both paths run.
    case override
    /// The worker listens, and serves the domain.
    case worker
    /// What the worker says over MQTT is what WireGuard says.
    case connectedPeers = "connected_peers"
    /// The broker takes keys.
    case broker
    /// The MQTT server answers.
    case mqtt
    /// Gateway and node see each other.
    case oneWay = "one_way"
    /// The node has a gateway, and the gateway the node.
    case gateway
    /// The gateway's best path to a node that has WireGuard goes over it.
    case path
    /// batman-adv's pings come through, from the gateway to the node and back.
    case ping
    /// Nodes are spread over the domain's gateways.
    case balance
    case clock
    /// No two devices have one machine-id, one key or one address.
    case duplicate
    /// Who announces itself as a router is one in batman-adv, too: clients of a drained gateway go elsewhere.
    case router
    /// Load and softirq of a gateway.
    case load
    /// Nodes that were there when the baseline was taken.
    case nodesLost = "nodes_lost"
    /// Clients, against the baseline.
    case clients
}

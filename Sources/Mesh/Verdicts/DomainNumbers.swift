/// A domain in numbers; nil where no gateway told.
package struct DomainNumbers: Sendable, Hashable, Codable {
    /// Nodes that a gateway hears, of those in the inventory.
    package var nodesHeard: Int?
    package var nodes: Int
    package var clients: Int?
    /// Peers with a young handshake on all gateways, without the gateways themselves.
    package var wireGuardPeers: Int?
    /// Peers that fastd has a connection with, on all gateways, without the gateways themselves.
    package var fastdPeers: Int?

    package init(nodesHeard: Int?, nodes: Int, clients: Int?, wireGuardPeers: Int?, fastdPeers: Int?) {
        self.nodesHeard = nodesHeard
        self.nodes = nodes
        self.clients = clients
        self.wireGuardPeers = wireGuardPeers
        self.fastdPeers = fastdPeers
    }
}

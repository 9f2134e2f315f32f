/// All that one source tells.
package struct SourceFacts: Sendable, Hashable {
    /// Nil for all but inventory files.
    package var settings: FleetSettings?
    /// Sorted by code.
    package var domains: [DomainFacts] = []
    /// Sorted by name.
    package var gateways: [GatewayFacts] = []
    /// Sorted by id, each id once.
    package var nodes: [NodeFacts] = []
    /// Between nodes; sorted, each once.
    package var links: [Link] = []
    /// Sorted by group, name and key, each once.
    package var peers: [PeerFacts] = []
    /// When it was true, where the source tells it: seconds since 1970.
    package var toldAt: Int?
    /// What the user should know of what was read, one line each.
    package var notes: [String] = []

    package init() {}

    /// How much it tells, to see whether a source has shrunk.
    package var counts: Counts {
        Counts(domains: domains.count, gateways: gateways.count, nodes: nodes.count, peers: peers.count)
    }

    package struct Counts: Sendable, Hashable {
        package var domains: Int
        package var gateways: Int
        package var nodes: Int
        package var peers: Int

        package init(domains: Int, gateways: Int, nodes: Int, peers: Int) {
            self.domains = domains
            self.gateways = gateways
            self.nodes = nodes
            self.peers = peers
        }
    }

    /// Nodes of sources that tell no domain are in this one.
    package mutating func put(into domain: String) {
        for index in nodes.indices where nodes[index].domain == nil { nodes[index].domain = domain }
    }

    package mutating func removePersonalData() {
        for index in nodes.indices { nodes[index].removePersonalData() }
    }
}

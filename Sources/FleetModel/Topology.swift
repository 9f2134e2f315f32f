/// Which nodes reach their gateways through which others.
///
/// Nodes that are known to be offline lead nowhere. In a domain without any link, all nodes are taken for one mesh in
/// which each can do without any other, but for a lone uplink.
package struct Topology: Sendable {
    /// Nodes of one domain that are linked with one another.
    package struct Island: Sendable, Hashable {
        /// The domain's code and the first node's id, or only the code where nobody knows the domain's links.
        package var name: String
        /// Code.
        package var domain: String
        /// Ids, sorted.
        package var nodes: [String]
        /// Ids of those with a working tunnel, sorted.
        package var uplinks: [String]

        package init(name: String, domain: String, nodes: [String], uplinks: [String]) {
            self.name = name
            self.domain = domain
            self.nodes = nodes
            self.uplinks = uplinks
        }
    }

    package private(set) var islands: [Island] = []
    /// Codes of domains that have nodes, but no links: each is taken for one island.
    package private(set) var domainsWithoutLinks: [String] = []
    /// Codes of domains that have links between nodes only: which nodes have tunnels is taken from their states.
    package private(set) var domainsWithoutTunnels: [String] = []

    private var islandsByNode: [String: Int] = [:]
    private var uplinks: Set<String> = []
    /// By id, what only that node connects with a gateway.
    private var cuts: [String: [ArraySlice<String>]] = [:]

    package init(_ fleet: Fleet) {
        let nodes = Dictionary(grouping: fleet.nodes, by: \.domain)
        let links = Self.linksByDomain(fleet)
        for domain in fleet.domains {
            guard let nodes = nodes[domain.code] else { continue }
            add(DomainMesh(nodes: nodes, links: links[domain.code] ?? []), of: domain.code)
        }
    }

    /// Links of nodes that are in different domains or in no fleet carry nothing.
    private static func linksByDomain(_ fleet: Fleet) -> [String: [Link]] {
        let domains = Dictionary(fleet.nodes.map { ($0.id, $0.domain) }) { first, _ in first }
        let gateways = Set(fleet.gateways.map(\.name))
        var links: [String: [Link]] = [:]
        for link in fleet.links {
            guard let domain = domains[link.node] else { continue }
            let isKnown =
                switch link.kind {
                case .mesh: domains[link.peer] == domain && link.peer != link.node
                case .vpn: gateways.contains(link.peer)
                }
            if isKnown { links[domain, default: []].append(link) }
        }
        return links
    }

    private mutating func add(_ mesh: DomainMesh, of code: String) {
        if !mesh.hasLinks { domainsWithoutLinks.append(code) }
        if mesh.hasLinks, !mesh.hasTunnels { domainsWithoutTunnels.append(code) }
        uplinks.formUnion(mesh.uplinks)
        cuts.merge(mesh.cuts()) { first, _ in first }
        for nodes in mesh.islands() {
            for node in nodes { islandsByNode[node] = islands.count }
            islands.append(
                Island(
                    name: mesh.hasLinks ? nodes.first.map { "\(code)/\($0)" } ?? code : code,
                    domain: code,
                    nodes: nodes,
                    uplinks: nodes.filter(mesh.uplinks.contains)
                )
            )
        }
    }

    /// The island of a node, or nil if the fleet has no such node.
    package func island(of node: String) -> Island? {
        islandsByNode[node].map { islands[$0] }
    }

    /// Whether a node has a working tunnel of its own.
    package func isUplink(_ node: String) -> Bool { uplinks.contains(node) }

    /// Ids of the nodes that lose every path to a gateway when this one goes away, sorted.
    package func dependents(of node: String) -> [String] {
        (cuts[node] ?? []).flatMap(\.self).sorted()
    }

    /// Whether nobody depends on a node.
    package func isLeaf(_ node: String) -> Bool { cuts[node] == nil }
}

/// The graph of one domain: its nodes, and the gateways together as one place that all want to reach.
struct DomainMesh {
    /// The gateways' vertex; a node's vertex is its position plus one.
    private static let gateways = 0

    /// Ids, sorted.
    private let ids: [String]
    private let isOffline: [Bool]
    private var neighbours: [[Int]]
    let hasLinks: Bool
    let hasTunnels: Bool
    /// Ids of nodes with a working tunnel.
    let uplinks: Set<String>

    /// - Parameters:
    ///   - nodes: of the domain.
    ///   - links: among these nodes, and from them to gateways.
    init(nodes: [Node], links: [Link]) {
        let nodes = nodes.sorted { $0.id < $1.id }
        let tunnels = Set(links.filter { $0.kind == .vpn }.map(\.node))
        let isOffline = nodes.map(\.isKnownOffline)
        let vertices = Dictionary(nodes.enumerated().map { ($1.id, $0 + 1) }) { first, _ in first }
        let working = nodes.filter { node in
            !node.isKnownOffline && (tunnels.isEmpty ? node.state != .meshOnly : tunnels.contains(node.id))
        }
        var edges = working.compactMap { vertices[$0.id] }.map { (Self.gateways, $0) }
        for link in links where link.kind == .mesh {
            guard let one = vertices[link.node], let other = vertices[link.peer] else { continue }
            if !isOffline[one - 1], !isOffline[other - 1] { edges.append((one, other)) }
        }
        neighbours = Array(repeating: [], count: nodes.count + 1)
        for (one, other) in edges {
            neighbours[one].append(other)
            neighbours[other].append(one)
        }
        ids = nodes.map(\.id)
        hasLinks = !links.isEmpty
        hasTunnels = !tunnels.isEmpty
        uplinks = Set(working.map(\.id))
        self.isOffline = isOffline
        if links.isEmpty { addUnknownMesh() }
    }

    /// A vertex that stands for radio links that nobody told of: it joins all nodes that are online.
    private mutating func addUnknownMesh() {
        let hub = neighbours.count
        let nodes = isOffline.indices.filter { !isOffline[$0] }.map { $0 + 1 }
        neighbours.append(nodes)
        for node in nodes { neighbours[node].append(hub) }
    }

    /// By id, the nodes that have no path to a gateway without that node; in slices, as those of a chain overlap.
    func cuts() -> [String: [ArraySlice<String>]] {
        let search = CutSearch(neighbours: neighbours, root: Self.gateways)
        let isNode = { (vertex: Int) in vertex != Self.gateways && vertex <= ids.count }
        // The same ranges without the vertices that are no nodes: by position, how many nodes stand before it.
        var counts: [Int] = [0]
        var names: [String] = []
        for vertex in search.order {
            if isNode(vertex) { names.append(ids[vertex - 1]) }
            counts.append(names.count)
        }
        var cuts: [String: [ArraySlice<String>]] = [:]
        for vertex in search.order where isNode(vertex) {
            let slices = search.cuts[vertex].map { names[counts[$0.lowerBound]..<counts[$0.upperBound]] }
            if slices.contains(where: { !$0.isEmpty }) { cuts[ids[vertex - 1]] = slices }
        }
        return cuts
    }

    /// Nodes that are connected without any gateway, sorted; all nodes together where no link is known.
    func islands() -> [[String]] {
        guard hasLinks else { return [ids] }
        var islands: [[String]] = []
        var seen: Set<Int> = [Self.gateways]
        for start in neighbours.indices where seen.insert(start).inserted {
            var island = [start]
            var next = 0
            while next < island.count {
                island += neighbours[island[next]].filter { seen.insert($0).inserted }
                next += 1
            }
            islands.append(island.sorted().map { ids[$0 - 1] })
        }
        return islands
    }
}

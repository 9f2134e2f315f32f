import FleetModel

/// The map of a fleet's islands, with a mark for each node.
struct FleetMap {
    private let topology: Topology
    private let names: [String: String]
    /// Ids of nodes whose state says that they have a tunnel, also where nobody told which.
    private let tunnelled: Set<String>
    private let links: [Link]

    init(_ fleet: Fleet, topology: Topology) {
        self.topology = topology
        names = Dictionary(fleet.nodes.map { ($0.id, $0.hostname) }) { first, _ in first }
        let states: Set<Node.State> = [.fastd, .dual, .wireguard]
        tunnelled = Set(fleet.nodes.filter { states.contains($0.state) && !$0.isKnownOffline }.map(\.id))
        links = fleet.links.filter { $0.kind == .mesh }
    }

    /// - Parameters:
    ///   - caption: for people.
    ///   - legend: what the marks mean.
    ///   - shown: ids of the nodes of whom the report tells: islands without them are left out.
    ///   - tint: by a node's id.
    /// - Returns: nil where nobody told of any link.
    func map(
        _ caption: String,
        legend: [BarChart.Series],
        of shown: Set<String>,
        tint: (String) -> Tint
    ) -> IslandMap? {
        guard !links.isEmpty else { return nil }
        let islands = topology.islands.filter { !shown.isDisjoint(with: $0.nodes) }
        let linksOfIslands = Dictionary(grouping: links) { topology.island(of: $0.node)?.name }
        var groups: [IslandMap.Group] = []
        for island in islands {
            let positions = Dictionary(island.nodes.enumerated().map { ($1, $0) }) { first, _ in first }
            let drawn = IslandMap.Island(
                places: island.nodes.map { id in
                    let isUplink = topology.isUplink(id) || tunnelled.contains(id)
                    return IslandMap.Place(names[id] ?? id, tint(id), isUplink: isUplink)
                },
                links: (linksOfIslands[island.name] ?? []).compactMap { link in
                    guard let one = positions[link.node], let other = positions[link.peer] else { return nil }
                    return IslandMap.Pair(one, other)
                }
            )
            if groups.last?.name != island.domain { groups.append(IslandMap.Group(island.domain, islands: [])) }
            groups[groups.count - 1].islands.append(drawn)
        }
        return groups.isEmpty ? nil : IslandMap(caption, groups: groups, legend: legend)
    }
}

/// One fleet out of what several sources tell.
///
/// The inventory file beats what a device says of itself, which beats what others say of it; among equals the newer word
/// counts. What is true for a moment only (online, clients, uptime, gateway, tunnels) is taken from whoever told last,
/// unless the inventory file tells it.
package struct FleetMerge {
    /// Nil before the first inventory file.
    package private(set) var fleet: Fleet?
    package private(set) var leftOut = LeftOut()

    /// The strongest word first.
    private let layers: [FactLayer]
    /// Positions in `layers`, the strongest word on what is true for a moment first.
    private let newestFirst: [Int]

    package init(_ layers: [FactLayer]) {
        self.layers = layers.sorted { one, other in
            (other.source.rank, other.source.toldAt, one.source.name)
                < (one.source.rank, one.source.toldAt, other.source.name)
        }
        let sources = self.layers.map(\.source)
        newestFirst = sources.indices.sorted { one, other in
            let ones = (sources[one].rank == .inventory ? 1 : 0, sources[one].toldAt, -one)
            let others = (sources[other].rank == .inventory ? 1 : 0, sources[other].toldAt, -other)
            return ones > others
        }
        guard let settings = self.layers.lazy.compactMap(\.facts.settings).first else {
            leftOut.lacksSettings = true
            return
        }
        merge(settings)
    }

    private mutating func merge(_ settings: FleetSettings) {
        var domains = MergedDomains(self.layers.map(\.facts.domains), community: settings.community)
        leftOut.domains = domains.leftOut
        leftOut.domainsWithHalfFastd = domains.withHalfFastd
        let gateways = MergedGateways(self.layers.map(\.facts.gateways), domains: domains.codes)
        leftOut.gateways = gateways.leftOut
        var links: [Link] = []
        let nodes = mergedNodes(in: &domains, gateways, tunnels: &links)
        links += meshLinks(among: nodes)
        fleet = Fleet(
            community: settings.community,
            broker: settings.broker,
            ssh: settings.ssh,
            domains: domains.domains,
            gateways: gateways.gateways,
            nodes: nodes,
            links: links.sorted()
        )
    }

    /// Goes through all sources' nodes at once, as each has them in the order of their ids.
    private mutating func mergedNodes(
        in domains: inout MergedDomains,
        _ gateways: MergedGateways,
        tunnels: inout [Link]
    ) -> [Node] {
        var positions = Array(repeating: 0, count: layers.count)
        var nodes: [Node] = []
        nodes.reserveCapacity(layers.map(\.facts.nodes.count).max() ?? 0)
        let keys = PeerKeys(layers)
        while var facts = nextNode(&positions) {
            if facts.fastdKey == nil { facts.fastdKey = keys.key(of: facts) }
            guard let domain = home(of: facts, in: &domains) else { continue }
            let node = Node(facts, domain: domain, gateways: gateways)
            for name in Set(facts.tunnels ?? []) {
                guard let gateway = gateways.gateway(called: name), gateway.domains.contains(domain.code) else {
                    leftOut.linkCount += 1
                    continue
                }
                tunnels.append(.vpn(node: node.id, gateway: gateway.name))
            }
            nodes.append(node)
        }
        leftOut.peerCount = keys.count(ofUnknownTo: nodes)
        return nodes
    }

    private func nextNode(_ positions: inout [Int]) -> NodeFacts? {
        var id: String?
        for index in layers.indices where positions[index] < layers[index].facts.nodes.count {
            let candidate = layers[index].facts.nodes[positions[index]].id
            if id.map({ candidate < $0 }) ?? true { id = candidate }
        }
        guard let id else { return nil }
        var sum: NodeFacts?
        var count = 0
        let before = positions
        for index in layers.indices where positions[index] < layers[index].facts.nodes.count {
            let told = layers[index].facts.nodes[positions[index]]
            guard told.id == id else { continue }
            positions[index] += 1
            count += 1
            if sum == nil { sum = told } else { sum?.add(told) }
        }
        guard count > 1 else { return sum }
        sum?.removeMoment()
        for index in newestFirst where positions[index] > before[index] {
            sum?.addMoment(of: layers[index].facts.nodes[before[index]])
        }
        return sum
    }

    /// The domain of a node; nil for one that no fleet can hold, which is noted.
    private mutating func home(of facts: NodeFacts, in domains: inout MergedDomains) -> Domain? {
        guard !facts.isGateway else {
            leftOut.gatewaysAmongNodes.append(facts.hostname ?? facts.id)
            return nil
        }
        guard Node.isID(facts.id) else {
            leftOut.nodesWithOtherIDs.append(facts.id)
            return nil
        }
        guard let name = facts.domain else {
            leftOut.nodesWithoutDomain.append(facts.id)
            return nil
        }
        guard let domain = domains.domain(called: name) else {
            leftOut.nodesOfOtherDomains[name, default: 0] += 1
            return nil
        }
        return domain
    }

    private mutating func meshLinks(among nodes: [Node]) -> [Link] {
        let told = Set(layers.flatMap(\.facts.links))
        guard !told.isEmpty else { return [] }
        let domains = Dictionary(nodes.map { ($0.id, $0.domain) }) { first, _ in first }
        let links = told.filter { link in
            link.node != link.peer && domains[link.node] != nil && domains[link.node] == domains[link.peer]
        }
        leftOut.linkCount += told.count - links.count
        return Array(links)
    }
}

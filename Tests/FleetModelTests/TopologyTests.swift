import FleetModel
import Testing
import UmstiegTesting

struct TopologyTests {
    private static let domain = Domain(
        code: "d",
        shortName: "d",
        dialect: .ffmuc,
        seed: String(repeating: "a", count: 64),
        fastd: nil,
        wireGuard: Domain.WireGuard(port: 40_001, mtu: 1406),
        prefix6: []
    )

    private func node(_ id: String, _ state: Node.State = .fastd) -> Node {
        Node(id: id, hostname: id, domain: "d", address: nil, jump: .direct, state: state)
    }

    private func topology(_ nodes: [Node], _ links: [Link]) -> Topology {
        Topology(
            Fleet(
                community: Community(name: "Test", dialect: .ffmuc, domainPrefixes: []),
                broker: nil,
                ssh: Fleet.SSH(),
                domains: [Self.domain],
                gateways: [Gateway(name: "gw", address: "gw", port: nil, externalName: "gw", domains: ["d"])],
                nodes: nodes,
                links: links
            )
        )
    }

    private func vpn(_ id: String) -> Link { .vpn(node: id, gateway: "gw") }

    @Test func `nodes that mesh are an island, and a lone uplink has all others as dependents`() {
        let topology = topology(
            ["a", "b", "c", "d", "e"].map { node($0) },
            [vpn("a"), .mesh("b", "a"), .mesh("b", "c"), vpn("d")]
        )
        #expect(topology.islands.map(\.name) == ["d/a", "d/d", "d/e"])
        #expect(topology.island(of: "c")?.nodes == ["a", "b", "c"])
        #expect(topology.islands.map(\.uplinks) == [["a"], ["d"], []])
        #expect(topology.dependents(of: "a") == ["b", "c"])
        #expect(topology.dependents(of: "b") == ["c"])
        #expect(["c", "d", "e"].allSatisfy(topology.isLeaf))
        #expect(topology.domainsWithoutLinks == [])
        #expect(topology.island(of: "x") == nil)
    }

    @Test func `in a ring between two uplinks nobody depends on anybody`() {
        let topology = topology(
            ["a", "b", "c"].map { node($0) },
            [vpn("a"), vpn("c"), .mesh("a", "b"), .mesh("b", "c"), .mesh("b", "c")]
        )
        #expect(["a", "b", "c"].allSatisfy(topology.isLeaf))
        #expect(topology.islands.map(\.uplinks) == [["a", "c"]])
    }

    @Test func `a domain without links is one island whose mesh-only nodes need its uplinks`() {
        let two = topology([node("a"), node("b", .wireguard), node("c", .meshOnly)], [])
        #expect(two.domainsWithoutLinks == ["d"])
        #expect(two.islands == [Topology.Island(name: "d", domain: "d", nodes: ["a", "b", "c"], uplinks: ["a", "b"])])
        #expect(["a", "b", "c"].allSatisfy(two.isLeaf))
        let one = topology([node("a"), node("b", .meshOnly), node("c", .meshOnly)], [])
        #expect(one.dependents(of: "a") == ["b", "c"])
        #expect(one.isLeaf("b"))
    }

    @Test func `without any tunnel among the links, states tell the uplinks`() {
        let topology = topology([node("a"), node("b", .meshOnly)], [.mesh("a", "b")])
        #expect(topology.domainsWithoutTunnels == ["d"])
        #expect(topology.isUplink("a"))
        #expect(topology.dependents(of: "a") == ["b"])
    }

    @Test func `a node that is offline leads nowhere`() {
        let topology = topology(
            [node("a"), node("b", .offline), node("c"), node("d")],
            [vpn("a"), vpn("b"), .mesh("a", "c"), .mesh("b", "c"), .mesh("b", "d")]
        )
        #expect(!topology.isUplink("b"))
        #expect(topology.dependents(of: "a") == ["c"])
        #expect(topology.dependents(of: "b") == [])
        #expect(topology.island(of: "d")?.nodes == ["d"])
    }

    @Test func `links that lead nowhere change nothing`() {
        let topology = topology(
            [node("a")],
            [.mesh("a", "a"), .mesh("a", "x"), .mesh("x", "y"), .vpn(node: "a", gateway: "none"), vpn("x")]
        )
        #expect(topology.domainsWithoutLinks == ["d"])
        #expect(topology.islands.map(\.nodes) == [["a"]])
    }

    /// Nodes that reach no gateway without `gone`, or at all if that is nil: by walking from each uplink.
    private func unreachable(_ count: Int, _ links: [Link], without gone: String?) -> Set<String> {
        var reached = Set(links.filter { $0.kind == .vpn && $0.node != gone }.map(\.node))
        var hasGrown = true
        while hasGrown {
            let ends = links.filter { $0.kind == .mesh && $0.node != gone && $0.peer != gone }.flatMap { link in
                [(link.node, link.peer), (link.peer, link.node)]
            }
            let more = ends.filter { reached.contains($0.0) }.map(\.1)
            hasGrown = !reached.isSuperset(of: more)
            reached.formUnion(more)
        }
        return Set((0..<count).map(Self.name)).subtracting(reached)
    }

    private static func name(_ number: Int) -> String { "n\(number)" }

    @Test(arguments: 0..<100)
    func `dependents are those that a walk without the node doesn't reach`(seed: UInt64) {
        var generator = SplitMix(state: seed)
        let count = Int.random(in: 1...12, using: &generator)
        let names = (0..<count).map(Self.name)
        var links = names.filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }.map(vpn)
        if links.isEmpty { links = [vpn(names[0])] }
        for _ in 0..<Int.random(in: 0...(2 * count), using: &generator) {
            let one = Int.random(in: 0..<count, using: &generator)
            let other = Int.random(in: 0..<count, using: &generator)
            if one != other { links.append(.mesh(names[one], names[other])) }
        }
        let topology = topology(names.map { node($0) }, links)
        let lost = unreachable(count, links, without: nil)
        for name in names {
            let expected = unreachable(count, links, without: name).subtracting(lost).subtracting([name])
            #expect(topology.dependents(of: name) == expected.sorted(), "\(name) of \(links)")
        }
    }

    @Test func `a chain of thousands of nodes is walked without a deep stack`() {
        let names = (0..<5000).map { "n\(10_000 + $0)" }
        let links = [vpn(names[0])] + zip(names, names.dropFirst()).map { Link.mesh($0, $1) }
        let topology = topology(names.map { node($0) }, links)
        #expect(topology.dependents(of: names[0]).count == 4999)
        #expect(topology.dependents(of: names[4998]) == [names[4999]])
        #expect(topology.isLeaf(names[4999]))
    }
}

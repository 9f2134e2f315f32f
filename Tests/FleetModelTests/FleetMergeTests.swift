import FleetModel
import Testing

struct FleetMergeTests {
    private static let file = FactSource(name: "inventory.yaml", format: "umstieg", rank: .inventory, toldAt: 100)
    private static let map = FactSource(name: "map", format: "meshviewer", rank: .hearsay, toldAt: 200)
    private static let otherMap = FactSource(name: "other", format: "nodes", rank: .hearsay, toldAt: 300)
    private static let device = FactSource(name: "respondd", format: "respondd", rank: .device, toldAt: 50)

    /// As an inventory file could tell it.
    private static var fleet: Fleet {
        var fleet = Fleet.sample
        fleet.domains[0].prefix6 = ["fd00:1::/64"]
        fleet.domains[1].wireGuard.port = 40_001
        fleet.nodes[0].hostname = "café"
        return fleet
    }

    private func node(_ change: (inout NodeFacts) -> Void) -> SourceFacts {
        var facts = SourceFacts()
        var node = NodeFacts(id: "02caffee0099")
        node.domain = "fft_north"
        change(&node)
        facts.nodes = [node]
        return facts
    }

    private func merged(_ layers: [(FactSource, SourceFacts)]) -> FleetMerge {
        FleetMerge(([(Self.file, SourceFacts(Self.fleet))] + layers).map { FactLayer(source: $0, facts: $1) })
    }

    private func merged(_ layers: (FactSource, SourceFacts)...) throws -> Node {
        let fleet = try #require(merged(layers).fleet)
        return try #require(fleet.node("02caffee0099"))
    }

    @Test func `an inventory file alone is the fleet that it tells`() {
        #expect(merged([]).fleet == Self.fleet)
        #expect(merged([]).leftOut == LeftOut())
    }

    @Test func `without an inventory file there is no fleet`() {
        let merge = FleetMerge([FactLayer(source: Self.map, facts: node { _ in })])
        #expect(merge.fleet == nil)
        #expect(merge.leftOut.lacksSettings)
        #expect(merge.leftOut.lines.count == 1)
    }

    @Test func `what a device says of itself beats a map, and newer beats older`() throws {
        let node = try merged(
            (Self.map, node { ($0.model, $0.firmware, $0.hostname, $0.memory) = ("map", "map", "map", 1) }),
            (Self.otherMap, node { ($0.model, $0.firmware, $0.hostname) = ("other", "other", "other") }),
            (Self.device, node { $0.model = "device" })
        )
        #expect(node.model == "device")
        #expect(node.firmware == "other")
        #expect(node.hostname == "other")
        #expect(node.memory == 1)
    }

    @Test func `what is true for a moment is the newest word, from whomever it comes`() throws {
        let node = try merged(
            (Self.map, node { ($0.online, $0.clients, $0.lastSeen, $0.firstSeen) = (false, 3, 190, 20) }),
            (
                Self.device,
                node { ($0.online, $0.clients, $0.uptime, $0.lastSeen, $0.firstSeen) = (true, 7, 60, 50, 10) }
            )
        )
        #expect(node.online == false)
        #expect(node.clients == 3)
        #expect(node.uptime == 60)
        #expect(node.lastSeen == 190)
        #expect(node.firstSeen == 10)
        #expect(node.state == .offline)
    }

    @Test func `the inventory file beats all`() throws {
        var told = SourceFacts()
        var facts = NodeFacts(id: Self.fleet.nodes[0].id)
        facts.hostname = "other"
        facts.domain = "elsewhere"
        facts.addresses = ["fd00::99"]
        facts.model = "Model"
        told.nodes = [facts]
        let fleet = try #require(merged([(Self.device, told)]).fleet)
        var expected = Self.fleet.nodes[0]
        expected.model = expected.model ?? "Model"
        expected.address = expected.address ?? "fd00::99"
        #expect(fleet.nodes.first == expected)
    }

    @Test func `a node's transport follows from what it uses`() throws {
        for (fastd, wireGuard, tunnels, state) in [
            (true, nil, nil, Node.State.fastd), (nil, true, nil, .wireguard), (true, true, nil, .dual),
            (nil, nil, nil, .unknown), (false, false, nil, .meshOnly), (false, nil, ["gw"], .unknown),
        ] as [(Bool?, Bool?, [String]?, Node.State)] {
            let node = try merged(
                (Self.map, node { ($0.usesFastd, $0.usesWireGuard, $0.tunnels) = (fastd, wireGuard, tunnels) })
            )
            #expect(node.state == state)
        }
    }

    @Test func `host names of strangers become one word`() throws {
        for (name, word) in [
            ("a b", "a_b"), ("-x", "x"), ("caf\u{e9}", "caf\u{e9}"), ("\u{1b}[31m", "_[31m"), ("--", "02caffee0099"),
        ] {
            #expect(try merged((Self.map, node { $0.hostname = name })).hostname == word)
        }
    }

    @Test func `of several addresses it takes the one in the domain's prefix`() throws {
        let own = "fd00:1::7"
        #expect(
            try merged((Self.map, node { $0.addresses = ["fe80::1", "192.0.2.1", "2001:db8::1", own] })).address == own
        )
        #expect(try merged((Self.map, node { $0.addresses = ["fe80::1", "192.0.2.1"] })).address == "192.0.2.1")
        #expect(try merged((Self.map, node { $0.addresses = ["fe80::1", "fd00::zz"] })).address == nil)
    }

    @Test func `nothing is left out in silence`() {
        var told = SourceFacts()
        told.nodes = ["02caffee0091", "02caffee0092", "02caffee0093", "gateway", "odd"].map(NodeFacts.init)
        told.nodes[0].domain = "elsewhere"
        told.nodes[2].domain = "fft_north"
        told.nodes[2].tunnels = ["nobody"]
        told.nodes[3].isGateway = true
        told.links = [.mesh("02caffee0091", "02caffee0093")]
        told.domains = [DomainFacts(code: "half")]
        told.gateways = [GatewayFacts(name: "nowhere")]
        told.peers = [PeerFacts(name: "stranger", group: nil, key: String(repeating: "a", count: 64), node: nil)]
        let leftOut = merged([(Self.map, told)]).leftOut
        #expect(leftOut.nodesOfOtherDomains == ["elsewhere": 1])
        #expect(leftOut.nodesWithoutDomain == ["02caffee0092"])
        #expect(leftOut.gatewaysAmongNodes == ["gateway"])
        #expect(leftOut.nodesWithOtherIDs == ["odd"])
        #expect(leftOut.linkCount == 2)
        #expect(leftOut.domains.keys.sorted() == ["half"])
        #expect(leftOut.gateways.keys.sorted() == ["nowhere"])
        #expect(leftOut.peerCount == 1)
        #expect(leftOut.lines.count == 8)
    }

    @Test func `domains complete each other, and one that clashes is left out`() throws {
        var told = SourceFacts()
        var domain = DomainFacts(code: "fft_new")
        domain.seed = String(repeating: "9", count: 64)
        domain.names = ["New Town"]
        told.domains = [domain]
        var other = SourceFacts()
        (domain.seed, domain.wireGuardPort, domain.wireGuardMTU) = (nil, 41_000, 1406)
        other.domains = [domain]
        var resident = NodeFacts(id: "02caffee0098")
        resident.domain = "New Town"
        other.nodes = [resident]
        let fleet = try #require(merged([(Self.map, told), (Self.otherMap, other)]).fleet)
        #expect(fleet.domain("fft_new")?.wireGuard.port == 41_000)
        #expect(fleet.node("02caffee0098")?.domain == "fft_new")
        other.domains[0].wireGuardPort = Self.fleet.domains[0].wireGuard.port
        #expect(
            merged([(Self.map, told), (Self.otherMap, other)]).leftOut.domains["fft_new"]?.contains("UDP port") == true
        )
    }

    @Test func `keys of fastd peers go to the nodes of that name or id`() throws {
        var keys = SourceFacts()
        let (one, other) = (String(repeating: "1", count: 64), String(repeating: "2", count: 64))
        keys.peers = [PeerFacts(name: "N1", group: nil, key: one, node: nil)]
        #expect(try merged((Self.map, node { $0.hostname = "n1" }), (Self.otherMap, keys)).fastdKey == one)
        keys.peers.append(PeerFacts(name: "n1", group: "south", key: other, node: nil))
        #expect(try merged((Self.map, node { $0.hostname = "n1" }), (Self.otherMap, keys)).fastdKey == nil)
        keys.peers.append(PeerFacts(name: "x", group: nil, key: other, node: "02caffee0099"))
        #expect(try merged((Self.map, node { $0.hostname = "n1" }), (Self.otherMap, keys)).fastdKey == other)
    }
}

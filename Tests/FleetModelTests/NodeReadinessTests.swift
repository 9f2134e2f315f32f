import FleetModel
import Testing

struct NodeReadinessTests {
    private var fleet = Fleet.sample

    private func judged(
        _ change: (inout Node) -> Void,
        dialect: Dialect = .ffmuc,
        seen: [Obstacle] = []
    ) -> (verdict: NodeReadiness.Verdict, obstacles: [Obstacle]) {
        var fleet = fleet
        for index in fleet.domains.indices { fleet.domains[index].dialect = dialect }
        var node = Node(
            id: "02caffee0009",
            hostname: "n9",
            domain: "fft_north",
            address: "fd00::9",
            jump: .anyGateway,
            state: .fastd,
            model: "AVM FRITZ!Box 4040",
            firmware: "v2023.1.2-stable"
        )
        change(&node)
        fleet.nodes = [node]
        let readiness = NodeReadiness(fleet, standing: FleetStanding(fleet), seen: [node.id: seen])
        return readiness.verdict(of: node)
    }

    @Test func `a node with a way, a release and room is ready`() {
        let judged = judged { _ in }
        #expect(judged.verdict == .ready)
        #expect(judged.obstacles == [])
    }

    @Test(
        arguments: [
            ("v2019.1.2", nil, Dialect.ffmuc, NodeReadiness.Verdict.notReady),
            ("v2021.1", nil, .ffmuc, .ready), ("v2021.1", nil, .gluon, .notReady), ("0.14f", nil, .ffmuc, .unknown),
            ("0.14f-20170411", "gluon-v2016.2.5-2-g9851859", .ffmuc, .notReady),
            ("1.0", "gluon-v2022.1.4", .gluon, .ready),
            ("vH31", nil, .gluon, .unknown), (nil, nil, .gluon, .unknown),
        ] as [(String?, String?, Dialect, NodeReadiness.Verdict)]
    )
    func `WireGuard needs a release of Gluon that has it`(
        firmware: String?,
        base: String?,
        dialect: Dialect,
        verdict: NodeReadiness.Verdict
    ) {
        let judged = judged(
            { node in
                node.firmware = firmware
                node.firmwareBase = base
                node.fastdKey = String(repeating: "a", count: 64)
            },
            dialect: dialect
        )
        #expect(judged.verdict == verdict)
        #expect(judged.obstacles.allSatisfy { $0.kind == .firmware })
    }

    @Test(arguments: [
        ("TP-Link TL-WR841N/ND v9", true), ("TP-Link TL-WR841ND v11", true), ("TP-Link TL-WR841N v13", false),
        ("TP-Link TL-WR841N/ND", false), ("TP-Link TL-WR1043N/ND v1", true), ("TP-Link TL-WR1043N/ND v3", false),
        ("D-Link DIR-615 D", true), ("Ubiquiti AirRouter", true), ("", false), ("TP-Link TL-WA901N/ND v4.1", true),
        ("TP-Link TL-WR841N/ND v99999999999999999999", false),
    ])
    func `models without room for such a release are known`(model: String, isSmall: Bool) {
        #expect(SmallDevices.contain(model) == isSmall)
        let blocked = judged { $0.model = model }.obstacles.contains { $0.kind == .flash && $0.blocks }
        #expect(blocked == isSmall)
    }

    @Test func `what is offline says since when`() {
        let judged = judged { node in
            node.online = false
            node.lastSeen = 1_795_000_000
        }
        #expect(judged.verdict == .notReady)
        #expect(judged.obstacles.map(\.message) == ["offline since 2026-11-18"])
    }

    @Test func `a way for SSH has an address, and a gateway to jump through`() {
        #expect(judged { $0.address = nil }.obstacles.map(\.kind) == [.path])
        #expect(judged { $0.jump = .gateway("gw9") }.obstacles.map(\.kind) == [.path])
        #expect(judged { $0.jump = .gateway("gw01") }.verdict == .ready)
        #expect(judged { $0.jump = .direct }.verdict == .ready)
    }

    @Test func `a key that nobody knows is a doubt where nodes keep theirs`() {
        let judged = judged({ $0.firmware = "v2023.1" }, dialect: .gluon)
        #expect(judged.verdict == .unknown)
        #expect(judged.obstacles.map(\.kind) == [.key])
    }

    @Test func `what health checks have seen stands in the way`() {
        let judged = judged({ _ in }, seen: [Obstacle(.dialect, blocks: true, "another VNI")])
        #expect(judged.verdict == .notReady)
        #expect(judged.obstacles.map(\.message) == ["another VNI"])
    }

    @Test func `a node on WireGuard is done, whatever else`() {
        let judged = judged { node in
            node.state = .wireguard
            node.address = nil
        }
        #expect(judged.verdict == .done)
    }

    @Test func `an MTU that no line carries is a doubt of the whole domain`() {
        var fleet = fleet
        fleet.domains[0].wireGuard.mtu = 1450
        let readiness = NodeReadiness(fleet, standing: FleetStanding(fleet))
        let kinds = fleet.nodes.map { node in readiness.verdict(of: node).obstacles.contains { $0.kind == .mtu } }
        // The second one is done.
        #expect(kinds == [true, false, false, false])
    }

    @Test func `a site's MTU means two things in a domain of old and new releases`() {
        var fleet = fleet
        for index in fleet.domains.indices { fleet.domains[index].dialect = .gluon }
        for (index, firmware) in ["v2023.1", "v2025.1.1", "v2023.1", "v2023.2"].enumerated() {
            fleet.nodes[index].firmware = firmware
            fleet.nodes[index].state = .fastd
        }
        let readiness = NodeReadiness(fleet, standing: FleetStanding(fleet))
        let kinds = fleet.nodes.map { node in readiness.verdict(of: node).obstacles.contains { $0.kind == .mtu } }
        #expect(kinds == [true, true, false, false])
    }
}

import FleetModel
import Foundation
import Planning
import Testing

struct NodePlanTests {
    /// Two uplinks `a` and `b` with `c` between them, on which `d` and `e` hang; `f` has its tunnel for itself.
    private let fleet = Fleet.made(
        [Fleet.domain("nord")],
        gateways: [Fleet.gateway("gw1", "nord")],
        nodes: [
            Fleet.node("a", in: "nord", clients: 1),
            Fleet.node("b", in: "nord", clients: 2),
            Fleet.node("c", in: "nord", .meshOnly, clients: 4),
            Fleet.node("d", in: "nord", .meshOnly, clients: 8),
            Fleet.node("e", in: "nord", .meshOnly, clients: 16),
            Fleet.node("f", in: "nord", .offline, clients: 32),
        ],
        links: [
            .vpn(node: "a", gateway: "gw1"), .vpn(node: "b", gateway: "gw1"), .mesh("a", "c"), .mesh("b", "c"),
            .mesh("c", "d"), .mesh("d", "e"),
        ]
    )

    private func phase(
        _ waves: [WaveSize] = [],
        order: WaveOrder = .leavesFirst,
        on: String = "all",
        confirm: RolloutFile.Confirmation = .each,
        content: String = ""
    ) -> RolloutFile.Phase {
        RolloutFile.Phase(
            name: "nodes",
            playbook: .made(.node, role: .switchesNode, content: content),
            on: on,
            confirm: confirm,
            waves: waves,
            order: order
        )
    }

    private func unit(_ id: String) -> UnitID { UnitID(host: id, scope: "nord") }

    @Test func `leaves come before those that others depend on`() throws {
        #expect(try Plan.made(phase([.count(1)]), on: fleet).waveHosts == ["e", "f", "a", "b", "d", "c"].map { [$0] })
        let uplinks = try Plan.made(phase([.count(1)], order: .uplinksFirst), on: fleet)
        #expect(uplinks.waveHosts.flatMap(\.self) == ["a", "b", "c", "d", "e", "f"])
        let listed = try Plan.made(phase([.count(1)], order: .asListed), on: fleet)
        #expect(listed.waveHosts.flatMap(\.self) == ["a", "b", "c", "d", "e", "f"])
    }

    @Test func `a wave never holds all uplinks of an island`() throws {
        #expect(try Plan.made(phase(order: .asListed), on: fleet).waveHosts == [["a", "c", "d", "e", "f"], ["b"]])
        let two = try Plan.made(phase([.count(2)], order: .asListed), on: fleet)
        #expect(two.waveHosts == [["a", "c"], ["b", "d"], ["e", "f"]])
    }

    @Test func `a lone uplink goes with the others, as nothing could be won by waiting`() throws {
        var fleet = fleet
        fleet.links.removeAll { $0 == .vpn(node: "b", gateway: "gw1") }
        #expect(try Plan.made(phase(order: .asListed), on: fleet).waveHosts == [["a", "b", "c", "d", "e", "f"]])
    }

    @Test(arguments: [
        ([], [10]),
        ([WaveSize.count(1), .percent(25), .percent(100)], [1, 3, 6]),
        ([.count(4)], [4, 4, 2]),
        ([.percent(0.1)], Array(repeating: 1, count: 10)),
        ([.percent(.nan)], [10]),
        ([.percent(.infinity)], [10]),
        ([.count(.max)], [10]),
        ([.count(.min)], Array(repeating: 1, count: 10)),
        ([.percent(-5)], Array(repeating: 1, count: 10)),
    ])
    func `sizes are of all devices, and the last one is repeated`(sizes: [WaveSize], counts: [Int]) throws {
        let nodes = (0..<10).map { Fleet.node("n\($0)", in: "nord", .meshOnly) }
        let plan = try Plan.made(phase(sizes), on: Fleet.made([Fleet.domain("nord")], nodes: nodes))
        #expect(plan.waveHosts.map(\.count) == counts)
        #expect(plan.hosts == nodes.map(\.id))
    }

    @Test func `nodes are prepared right before they begin, and each wave confirms`() throws {
        for confirm in RolloutFile.Confirmation.allCases {
            let planned = try Plan.made(phase([.count(2)], confirm: confirm), on: fleet)
            #expect(planned.phases[0].preparations == [])
            #expect(planned.phases[0].waves.allSatisfy { $0.confirms })
            #expect(planned.phases[0].policy.confirm == confirm)
        }
    }

    @Test func `what is at stake with a node is all that depends on it`() throws {
        let stakes = try Plan.made(phase(), on: fleet).stakes
        #expect(stakes[unit("c")] == Stake(clients: 28, dependents: ["d", "e"], island: "nord/a", isUplink: false))
        #expect(stakes[unit("a")] == Stake(clients: 1, island: "nord/a"))
        #expect(stakes[unit("f")] == Stake(clients: 32, island: "nord/f", isUplink: false, isOffline: true))
    }

    @Test func `no client is counted twice in a wave`() throws {
        let plan = try Plan.made(phase(on: "node:host-c or node:host-d"), on: fleet)
        let stakes = WaveStakes(plan)
        #expect(plan.phases[0].waves.map(stakes.clients) == [28])
        #expect(plan.phases[0].waves.map(stakes.dependents) == [["e"]])
    }

    @Test func `a plan says what it had to guess`() throws {
        #expect(try Plan.made(phase(), on: fleet).guesses == [])
        var dark = fleet
        dark.links = []
        #expect(try Plan.made(phase(), on: dark).guesses.count == 1)
        #expect(try Plan.made(phase(), on: dark).guesses.first?.contains("nord: no links are known") == true)
        dark.links = [.mesh("a", "b")]
        dark.nodes[0].clients = nil
        let guesses = try Plan.made(phase(), on: dark).guesses
        #expect(guesses.count == 2)
        #expect(guesses.first?.contains("nord: no tunnels are known") == true)
    }

    @Test func `a phase that selects no node is refused`() throws {
        let error = #expect(throws: PlanError.self) { try Plan.made(phase(on: "gateway:gw1"), on: fleet) }
        #expect(error?.description == "day/phases/nodes: «gateway:gw1» selects no node")
    }

    @Test func `a node knows the gateways of its domain and its dialect's interfaces`() throws {
        let text = """
            {{node}} {{hostname}} {{domain}} {{short}} {{vni}} {{wireguard_port}} {{vxlan_port}} {{mtu}} {{vxlan_mtu}} \
            {{wireguard}} {{vxlan}} {{batman}} {{peer_count}}{{#peers}} {{name}} {{public_key}} {{link_local}} \
            {{external_name}}{{/peers}}
            """
        let key = "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g="
        let renderer = UnitRenderer(fleet: fleet, keys: [UnitID(host: "gw1", scope: "nord"): key])
        let rendered = try renderer.render(.made(.node, content: text), for: unit("a"))
        guard case .file(let file) = rendered.steps[0].step else { return #expect(Bool(false), "no file step") }
        let vni = try fleet.domains[0].vni()
        let address = Dialect.ffmuc.linkLocal(of: try WireGuardKey(key))
        #expect(
            file.content == "a host-a nord nord \(vni) 40001 8472 1406 1336 wg_mesh_vpn mesh-vpn bat0 1 "
                + "gw1 \(key) \(address) gw1.ext"
        )
    }

    @Test func `upstream Gluon's nodes have its interfaces`() throws {
        let fleet = Fleet.made(
            [Fleet.domain("nord", dialect: .gluon)],
            gateways: [Fleet.gateway("gw1", "nord")],
            nodes: [Fleet.node("a", in: "nord")]
        )
        let playbook = Playbook.made(.node, content: "{{wireguard}} {{vxlan_port}}{{#peers}} {{link_local}}{{/peers}}")
        let rendered = try UnitRenderer(fleet: fleet, keys: [:]).render(playbook, for: unit("a"))
        guard case .file(let file) = rendered.steps[0].step else { return #expect(Bool(false), "no file step") }
        #expect(file.content == "wg_mesh 4789 fe80::1")
    }

    @Test func `a name that nodes don't have is found on paper`() {
        let error = #expect(throws: PlanError.self) { try Plan.made(phase(content: "{{bridge}}"), on: fleet) }
        #expect(error?.message.contains("unknown name «bridge»") == true)
    }

    @Test func `a plan finds a unit's phase after it was stored and changed`() throws {
        let plan = try Plan.made(phase(), on: fleet)
        var stored = try JSONDecoder().decode(Plan.self, from: JSONEncoder().encode(plan))
        #expect(stored == plan)
        #expect(stored.phase(of: unit("a"))?.name == "nodes")
        #expect(stored.playbook(of: unit("x")) == nil)
        stored.phases[0].waves.removeLast()
        #expect(stored != plan)
        #expect(stored.units.count == 5)
        #expect(stored.playbook(of: unit("b")) == nil)
    }
}

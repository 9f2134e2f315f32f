import FleetModel
import Mesh
import Testing
import UmstiegTesting

/// Each fault gets its own name, and no other one.
struct VerdictTests {
    private var scene = MeshScene()
    private let node = "020b01000000"

    @Test(arguments: RoutingAlgorithm.allCases) func `a mesh that is well has no finding`(_ algorithm: RoutingAlgorithm)
    {
        let report = HealthJudge().judge(MeshScene(algorithm).snapshot)
        #expect(report.findings == [])
        #expect(report.verdict == .healthy)
        #expect(report.subjects.map(\.subject.kind).filter { $0 == .node }.count == 6)
        #expect(
            report.subject(.domain, "fft_north")?.numbers
                == DomainNumbers(nodesHeard: 6, nodes: 6, clients: 6, wireGuardPeers: 6, fastdPeers: 6)
        )
    }

    @Test mutating func `a worker that is gone`() {
        scene.heard.online["gw1"] = false
        #expect(scene.causes() == ["gateway gw1: worker"])
        scene.heard.online["gw1"] = nil
        #expect(scene.causes() == ["gateway gw1: worker"])
        scene.heard.online["gw1"] = true
        scene.heard.connectedPeers["fft_north"]?["gw1"] = -1
        #expect(scene.causes() == ["gateway gw1: worker"])
    }

    @Test mutating func `a worker whose host has another name`() {
        scene.heard.online = ["gate-one": true, "gw2": true]
        let key = scene.heard.publicKeys["fft_north"]?.removeValue(forKey: "gw1")
        scene.heard.publicKeys["fft_north"]?["gate-one"] = key
        scene.heard.connectedPeers["fft_north"]?["gate-one"] = 4
        #expect(scene.causes() == [])
    }

    @Test mutating func `a worker that counts otherwise`() {
        scene.heard.connectedPeers["fft_north"]?["gw1"] = 40
        #expect(scene.causes() == ["gateway gw1: connected_peers"])
    }

    @Test mutating func `a broker that is deaf while mosquitto lives`() {
        scene.answered.isConnected = false
        #expect(scene.causes() == ["exchange https://broker.example.net: broker"])
        scene.answered = ExchangeObservation.Answered(status: 200, isConnected: true, workersOnline: 0)
        #expect(scene.causes() == ["exchange https://broker.example.net: broker"])
    }

    @Test mutating func `mosquitto gone, which the broker only follows`() {
        scene.mqttFailure = ExchangeFailure("refused")
        scene.answered = ExchangeObservation.Answered(status: 503, isConnected: false, workersOnline: 0)
        #expect(scene.causes() == ["exchange https://broker.example.net: mqtt"])
    }

    @Test mutating func `an FDB entry without via`() {
        scene.change(gateway: "gw1") { mesh in
            guard var entries = try? mesh.forwarding.get() else { return }
            entries[1].via = nil
            mesh.forwarding = .success(entries)
        }
        #expect(scene.causes() == ["gateway gw1: fdb"])
    }

    @Test mutating func `flushed routes, and silence after them`() {
        scene.gateways["gw1"]?.routes = .success([])
        #expect(scene.causes() == ["gateway gw1: route"])
        silence("gw1")
        #expect(scene.causes() == ["gateway gw1: route"])
    }

    @Test mutating func `nodes that can't be asked because the way to them is broken`() {
        scene.gateways["gw1"]?.routes = .success([])
        scene.silent[node] = "timed out"
        #expect(scene.causes() == ["gateway gw1: route"])
        // One node's fault is no reason for another one's silence.
        scene = MeshScene()
        scene.silent["020b01000001"] = "timed out"
        changeVXLAN(ofNode: node) { $0.vni = 1 }
        #expect(scene.causes() == ["node \(node): vni", "node 020b01000001: collection"])
    }

    @Test mutating func `a wrong VNI on one node`() {
        changeVXLAN(ofNode: node) { $0.vni = 1 }
        #expect(scene.causes() == ["node \(node): vni"])
        // What follows from it: the gateway goes on over fastd.
        scene.change(gateway: "gw1") { mesh in
            mesh.paths = mesh.paths.map { paths in
                paths.map { path in
                    var path = path
                    if path.originator.bits & 0xffff == 0 { path.interface = "fastd-north" }
                    return path
                }
            }
        }
        #expect(scene.causes() == ["node \(node): vni"])
    }

    @Test mutating func `the other dialect's VXLAN port`() {
        changeVXLAN(ofNode: node) { $0.port = 4789 }
        #expect(scene.causes() == ["node \(node): vxlan_port"])
    }

    @Test mutating func `ends that disagree on the MTU`() {
        changeLink("mesh-vpn", ofNode: node) { $0.mtu = 1280 }
        #expect(scene.causes() == ["node \(node): mtu"])
    }

    @Test mutating func `a clock two years back, and its stale handshakes`() {
        scene.nodes[node]?.clockOffset = -63_072_000
        #expect(scene.causes() == ["node \(node): clock"])
        changePeers(ofNode: node) { $0.latestHandshake = nil }
        #expect(scene.causes() == ["node \(node): clock"])
    }

    @Test mutating func `a controller's own clock is nobody else's fault`() {
        for name in scene.gateways.keys { scene.gateways[name]?.clockOffset = 4000 }
        for id in scene.nodes.keys { scene.nodes[id]?.clockOffset = 4010 }
        #expect(scene.causes() == [])
    }

    @Test mutating func `a node needs one of the gateways that it knows`() throws {
        let other = try #require(scene.heard.publicKeys["fft_north"]?["gw2"])
        guard case .success(var interfaces)? = scene.nodes[node]?.wireGuard else {
            Issue.record("the scene has no such node")
            return
        }
        interfaces[0].peers.append(WireGuardPeer(publicKey: other))
        scene.nodes[node]?.wireGuard = .success(interfaces)
        #expect(scene.causes() == [])
        changePeers(ofNode: node) { $0.latestHandshake = MeshScene.now - 500 }
        #expect(scene.causes() == ["node \(node): handshake"])
    }

    @Test mutating func `an override that a reboot has lost`() {
        scene.change(gateway: "gw1") { mesh in
            mesh.hardInterfaces = mesh.hardInterfaces.map { interfaces in
                interfaces.map { interface in
                    var interface = interface
                    interface.throughputOverride = nil
                    return interface
                }
            }
            mesh.paths = mesh.paths.map { paths in
                paths.map { path in
                    var path = path
                    path.interface = "fastd-north"
                    return path
                }
            }
        }
        #expect(scene.causes() == ["gateway gw1: override"])
    }

    @Test func `BATMAN_IV needs no override`() {
        var scene = MeshScene(.batmanIV)
        scene.change(gateway: "gw1") { mesh in
            mesh.hardInterfaces = mesh.hardInterfaces.map {
                $0.map { BatmanHardInterface(name: $0.name, isActive: true) }
            }
        }
        #expect(scene.causes() == [])
    }

    @Test mutating func `a gateway whose line has dropped`() {
        silence("gw2")
        scene.heard.online["gw2"] = false
        let lost = scene.heard.publicKeys["fft_north"]?["gw2"]
        changePeers(ofGateway: "gw1") { peer in
            if peer.publicKey == lost { peer.latestHandshake = MeshScene.now - 500 }
        }
        // Its nodes are gone: they can't be asked, and nobody hears them.
        let lonely = scene.fleet.nodes.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        for node in lonely { scene.silent[node.id] = "no answer" }
        scene.change(gateway: "gw1") { mesh in
            mesh.paths = mesh.paths.map {
                $0.filter { path in path.originator.bits & 1 == 0 || path.originator.bits >> 32 & 15 == 0xa }
            }
        }
        #expect(scene.causes() == ["gateway gw2: uplink"])
        let report = HealthJudge().judge(scene.snapshot)
        #expect(report.subjects.filter { $0.subject.kind == .node && $0.verdict == .unhealthy }.count == lonely.count)
        #expect(report.subject(.domain, "fft_north")?.verdict == .unhealthy)
    }

    @Test mutating func `a path that leads one way`() {
        let own = scene.nodes[node]?.meshes["fft_north"]?.mesh
        guard case .success(let mesh)? = own, let originator = mesh.primaryAddress else {
            Issue.record("the scene has no such node")
            return
        }
        scene.change(gateway: "gw1") { mesh in
            mesh.paths = mesh.paths.map { $0.filter { $0.originator != originator } }
        }
        #expect(scene.causes() == ["node \(node): one_way"])
        #expect(HealthJudge().judge(scene.snapshot).findings.contains { $0.check == .oneWay && $0.gateway == "gw1" })
    }

    @Test mutating func `fastd's TAP out of batman-adv`() {
        scene.change(gateway: "gw1") { mesh in
            mesh.hardInterfaces = mesh.hardInterfaces.map { $0.filter { $0.name != "fastd-north" } }
        }
        #expect(scene.causes() == ["gateway gw1: transport"])
    }

    @Test mutating func `two gateways with one machine-id`() {
        let id = scene.gateways["gw1"]?.vitals.machineID
        scene.gateways["gw2"]?.vitals.machineID = id
        #expect(scene.causes() == ["gateway gw1: duplicate", "gateway gw2: duplicate"])
    }

    @Test mutating func `all nodes on the gateway that stayed up`() {
        let others = scene.gateways["gw2"]?.meshes["fft_north"]?.hardInterfaces
        let addresses = Set(((try? others?.get()) ?? []).compactMap(\.address))
        scene.change(gateway: "gw1") { mesh in
            let extra = (20..<26).map { number in
                BatmanNeighbour(
                    address: MACAddress(bits: 0x0244_0000_0000 | UInt64(number)),
                    interface: "vx-north",
                    lastSeen: .seconds(1),
                    throughput: nil
                )
            }
            mesh.neighbours = mesh.neighbours.map { $0 + extra }
        }
        #expect(!addresses.isEmpty)
        scene.change(gateway: "gw2") { mesh in
            mesh.neighbours = mesh.neighbours.map { $0.filter { $0.address.bits >> 32 & 15 == 0xa } }
        }
        #expect(scene.causes() == ["domain fft_north: balance"])
    }

    // MARK: Silence is not success

    @Test mutating func `who can't be asked is unknown`() {
        scene.silent[node] = "no route to host"
        let report = HealthJudge().judge(scene.snapshot)
        #expect(report.subject(.node, node)?.verdict == .unknown)
        #expect(report.verdict == .unknown)
        #expect(report.findings.map(\.check) == [.collection])
    }

    @Test mutating func `without a gateway that answers nothing is well`() {
        for name in scene.gateways.keys { scene.silent[name] = "no answer" }
        for id in scene.nodes.keys { scene.silent[id] = "no answer" }
        let report = HealthJudge().judge(scene.snapshot)
        #expect(!report.subjects.contains { $0.verdict == .healthy && $0.subject.kind != .exchange })
        #expect(report.verdict == .unknown)
    }

    @Test mutating func `an unreadable table is unknown, and not empty`() {
        let error = ReadingError(.cut, tool: "batctl oj", message: "ends early")
        scene.change(gateway: "gw1") { $0.paths = .failure(error) }
        let report = HealthJudge().judge(scene.snapshot)
        #expect(report.subject(.gateway, "gw1")?.verdict == .unknown)
        #expect(report.findings.map(\.check) == [.collection])
    }

    // MARK: Baseline

    @Test mutating func `nodes and clients against the baseline`() {
        let judge = HealthJudge(baseline: HealthJudge().baseline(of: scene.snapshot))
        #expect(scene.causes(judge) == [])
        let gone = scene.fleet.nodes[0].id
        scene.silent[gone] = "no answer"
        for name in ["gw1", "gw2"] {
            scene.change(gateway: name) { mesh in
                mesh.paths = mesh.paths.map { $0.filter { $0.originator.bits & 0xff_ffff_ffff != 0x0b_0000_0000 } }
                mesh.clients = mesh.clients.map { $0.filter { $0.originator?.bits != 0x020b_0000_0000 } }
            }
        }
        #expect(scene.causes(judge).contains("domain fft_north: nodes_lost"))
        #expect(scene.causes(judge).contains("domain fft_north: clients"))
        #expect(scene.causes(judge).contains("node \(gone): gateway"))
    }

    @Test mutating func `a node that was offline before doesn't count`() {
        scene.fleet.nodes[0].online = false
        scene.nodes[scene.fleet.nodes[0].id] = nil
        for name in ["gw1", "gw2"] {
            scene.change(gateway: name) { mesh in
                mesh.paths = mesh.paths.map { $0.filter { $0.originator.bits & 0xff_ffff_ffff != 0x0b_0000_0000 } }
                mesh.clients = mesh.clients.map { $0.filter { $0.originator?.bits != 0x020b_0000_0000 } }
            }
        }
        let judge = HealthJudge(baseline: HealthJudge().baseline(of: scene.snapshot))
        let report = judge.judge(scene.snapshot)
        #expect(report.verdict == .unknown)
        #expect(report.subject(.domain, "fft_north")?.verdict == .healthy)
    }

    @Test mutating func `a drained gateway that still announces itself`() {
        scene.gateways["gw1"]?.vitals.announcesRoutes = true
        #expect(scene.causes() == ["gateway gw1: router"])
        scene.change(gateway: "gw1") { mesh in
            mesh.mesh = mesh.mesh.map { settings in
                var settings = settings
                settings.gatewayMode = .server
                return settings
            }
        }
        #expect(scene.causes() == [])
    }

    // MARK: Islands

    @Test mutating func `an island is as well as the best of its uplinks`() {
        let (first, second) = (scene.id(ofNode: 0), scene.id(ofNode: 1))
        scene.fleet.links = [
            .mesh(first, second), .vpn(node: first, gateway: "gw1"), .vpn(node: second, gateway: "gw2"),
        ]
        let island = { (scene: MeshScene) in
            HealthJudge().judge(scene.snapshot).subject(.island, "fft_north/\(first)")
        }
        #expect(island(scene)?.verdict == .healthy)
        #expect(island(scene)?.title == "n1, n2")
        scene.takeAway(nodes: [0])
        #expect(island(scene)?.verdict == .healthy)
        scene.takeAway(nodes: [1])
        #expect(island(scene)?.verdict == .unhealthy)
        // Nodes that are linked with nobody are no islands, and without links nobody knows any.
        #expect(HealthJudge().judge(scene.snapshot).subjects.count { $0.subject.kind == .island } == 1)
        scene.fleet.links = []
        #expect(HealthJudge().judge(scene.snapshot).subjects.count { $0.subject.kind == .island } == 0)
    }

    // MARK: Breaking it

    private mutating func silence(_ gateway: String) {
        scene.change(gateway: gateway) { mesh in
            mesh.neighbours = mesh.neighbours.map { neighbours in
                neighbours.map { neighbour in
                    var neighbour = neighbour
                    neighbour.lastSeen = .seconds(40)
                    return neighbour
                }
            }
            mesh.paths = mesh.paths.map { paths in
                paths.map { path in
                    var path = path
                    path.lastSeen = .seconds(90)
                    return path
                }
            }
        }
        changePeers(ofGateway: gateway) { $0.latestHandshake = MeshScene.now - 500 }
    }

    private mutating func changePeers(ofGateway name: String, _ body: (inout WireGuardPeer) -> Void) {
        guard let interfaces = try? scene.gateways[name]?.wireGuard.get() else { return }
        scene.gateways[name]?.wireGuard = .success(interfaces.map { Self.changed($0, body) })
    }

    private mutating func changePeers(ofNode id: String, _ body: (inout WireGuardPeer) -> Void) {
        guard let interfaces = try? scene.nodes[id]?.wireGuard.get() else { return }
        scene.nodes[id]?.wireGuard = .success(interfaces.map { Self.changed($0, body) })
    }

    private static func changed(
        _ interface: WireGuardInterface,
        _ body: (inout WireGuardPeer) -> Void
    ) -> WireGuardInterface {
        var interface = interface
        for index in interface.peers.indices { body(&interface.peers[index]) }
        return interface
    }

    private mutating func changeLink(_ name: String, ofNode id: String, _ body: (inout LinkState) -> Void) {
        guard var links = try? scene.nodes[id]?.links.get() else { return }
        for index in links.indices where links[index].name == name { body(&links[index]) }
        scene.nodes[id]?.links = .success(links)
    }

    private mutating func changeVXLAN(ofNode id: String, _ body: (inout VXLANSettings) -> Void) {
        changeLink("mesh-vpn", ofNode: id) { link in
            if var vxlan = link.vxlan {
                body(&vxlan)
                link.vxlan = vxlan
            }
        }
    }
}

import Foundation
import Testing
import Transport

extension LabTests {
    /// What can go wrong while nodes are switched; power, boots and clocks on n7, which is a machine of its own.
    @Suite(.serialized, .enabled(if: FaultCase.areWanted, FaultCase.absence))
    struct NodeFaultTests {
        private static let rolledBack = Int32(2)
        /// For a machine to boot, and to go back after that.
        private static let boot = 400
        /// Of n7, in the mesh.
        private static let address = "fd62:f45c:4d09:101:ca:ffff:feee:7"

        @Test(.timeLimit(.minutes(20)))
        func `a node that boots before its confirmation goes back by itself`() async throws {
            let day = try await LabNodesDay.ready()
            let node = day.node("n7")
            let controller = try await day.startWaiting(["n7"])
            let before = try await node.bootID
            try await node.console("sync; reboot")
            try await day.lab.eventually("n7 has booted", within: Self.boot) { try await node.bootID != before }
            let (code, log) = try await day.end(of: controller)
            #expect(code == Self.rolledBack, "\(log)")
            #expect(try await day.workspace.status().state(of: "02caffee0007") == "reverted", "\(log)")
            try await node.expectOld(within: Self.boot)
        }

        @Test(.timeLimit(.minutes(20)))
        func `a node whose power is cut while it applies goes back by itself`() async throws {
            let day = try await LabNodesDay.ready()
            let node = day.node("n7")
            try day.write(["n7"])
            let controller = try await day.workspace.control("rollout run Playbooks/nodes.yaml --events")
            // The third step has written settings, and the fourth builds the tunnel.
            let isThere = { (event: LabEvent) in event.isStep(4) }
            let hasCome = try await controller.waits(for: isThere, within: .seconds(300))
            try #require(hasCome, "n7 never came to step 4")
            try await day.lab.lab("cut", "n7")
            try await day.lab.lab("start", "n7")
            let (code, log) = try await day.end(of: controller)
            #expect(code == Self.rolledBack, "\(log)")
            #expect(try await day.workspace.status().state(of: "02caffee0007") == "reverted", "\(log)")
            try await node.expectOld(within: Self.boot)
        }

        @Test(.timeLimit(.minutes(20)))
        func `a node whose clock is two years back sets it first, and is switched`() async throws {
            let day = try await LabNodesDay.ready()
            let node = day.node("n7")
            let before = try await node.bootID
            try await node.console("date -s \"@$(($(date +%s) - 63072000))\" && sync && reboot")
            try await day.lab.eventually("n7 has booted", within: Self.boot) { try await node.bootID != before }
            #expect(abs(try await yearsBack(node) - 2) < 0.1)
            // The mesh knows a node that has booted only after minutes, and a controller gets there through the mesh.
            try await day.lab.eventually("gw1 reaches n7", within: Self.boot) {
                let ping = "ping -c 1 -W 1 \(Self.address) > /dev/null && echo reached || echo lost"
                return try await day.lab.ssh("gw1", ping).contains("reached")
            }
            try day.write(["n7"])
            let result = try await day.workspace.umstieg("rollout run Playbooks/nodes.yaml", limit: .seconds(700))
            #expect(result.succeeded, "\(result.errorText)")
            #expect(abs(try await yearsBack(node)) < 0.1)
            try await node.expectNew(closed: false, within: 60)
        }

        private func yearsBack(_ node: LabNode) async throws -> Double {
            let seconds = try #require(Double(try await node.console("date +%s")))
            return (Date.now.timeIntervalSince1970 - seconds) / 31_557_600
        }

        @Test(.timeLimit(.minutes(20)))
        func `with a wrong gateway's key a node goes back alone, and the wave stops`() async throws {
            let day = try await LabNodesDay.ready()
            let wrong = try await LabExchange(lab: day.lab).newKey(on: "svc")
            try day.write(
                ["n1", "n2"],
                waves: "[1, 100%]",
                fields: "on_failure: revert-wave",
                [
                    ("      for_each: peers\n", ""), ("peer_{{number}}", "peer_1"), ("{{public_key}}", wrong),
                    ("{{link_local}}", "fe80::2aa:bbff:fecc:ddee"),
                    ("{{external_name}}:{{wireguard_port}}", "172.31.7.1:{{wireguard_port}}"),
                    // Nobody is there who would name another one.
                    (
                        "mesh_vpn.enabled: \"1\"",
                        "mesh_vpn.enabled: \"1\"\n        wireguard.mesh_vpn.broker: \"172.31.7.1:9\""
                    ),
                ]
            )
            let pings = try await LabPings.during(day.lab) {
                let result = try await day.workspace.umstieg("rollout run Playbooks/nodes.yaml", limit: .seconds(900))
                #expect(result.ending == .exited(Self.rolledBack), "\(result.errorText)")
            }
            let status = try await day.workspace.status()
            let states = Dictionary(grouping: status.hosts, by: \.state).mapValues(\.count)
            #expect(states["reverted"] == 1 && states["confirmed"] == nil, "\(states)")
            for name in ["n1", "n2"] { try await day.node(name).expectOld(within: 60) }
            #expect(pings.lost == 0 && pings.sent > 100, "\(pings)")
        }

        @Test(.timeLimit(.minutes(20)))
        func `without a broker nobody is cut off`() async throws {
            let day = try await LabNodesDay.closed()
            try await day.lab.ssh("svc", "systemctl stop broker1 broker2 mosquitto")
            // Micrond looks each minute.
            for name in ["n1", "n3"] { try await day.node(name).console("/etc/init.d/micrond start") }
            let pings = try await LabPings.during(day.lab) { try await Task.sleep(for: .seconds(150)) }
            #expect(pings.lost == 0 && pings.sent > 500, "\(pings)")
            for name in LabNodesDay.nodes { try await day.node(name).expectNew(closed: true, within: 20) }
        }

        @Test(.timeLimit(.minutes(20)))
        func `without a broker a node that is to be switched stays on fastd or gets through`() async throws {
            let day = try await LabNodesDay.ready()
            try await day.lab.ssh("svc", "systemctl stop broker1 broker2 mosquitto")
            try day.write(["n1"])
            let pings = try await LabPings.during(day.lab) {
                let result = try await day.workspace.umstieg("rollout run Playbooks/nodes.yaml", limit: .seconds(900))
                #expect(result.ending == .exited(Self.rolledBack), "\(result.errorText)")
            }
            try await day.node("n1").expectOld(within: 60)
            #expect(pings.lost == 0 && pings.sent > 100, "\(pings)")
        }

        @Test(.timeLimit(.minutes(20)))
        func `two nodes with one key: only one of them is touched`() async throws {
            let day = try await LabNodesDay.ready()
            let secret = try await day.node("n1").console("wg genkey")
            for name in ["n1", "n2"] {
                try await day.node(name).console(
                    "uci set wireguard.mesh_vpn.privatekey=\(secret) && uci commit wireguard"
                )
            }
            try day.write(["n1", "n2"])
            let result = try await day.workspace.umstieg("rollout run Playbooks/nodes.yaml", limit: .seconds(700))
            #expect(!result.succeeded)
            #expect(result.errorText.contains("WireGuard key is that of"), "\(result.errorText)")
            let hosts = try await day.workspace.status().hosts
            #expect(hosts.contains { $0.state == "not-begun" }, "\(hosts)")
            for name in ["n1", "n2"] { try await day.node(name).expectGateway(within: 60) }
        }

        @Test(.timeLimit(.minutes(20)))
        func `hostile names and settings are never executed, and come back as they were`() async throws {
            let day = try await LabNodesDay.ready()
            let node = day.node("n7")
            let before = try await node.bootID
            try await node.console(
                #"""
                uci set system.@system[0].hostname='$(reboot)'
                uci set gluon.core.umstieg_one='"; reboot; "'"'"'; reboot; '"'"''
                uci set gluon.core.umstieg_two='`reboot`
                reboot'
                uci set wireguard.mesh_vpn.domain='$(touch /tmp/umstieg-executed)'
                uci commit system; uci commit gluon; uci commit wireguard; sync
                """#
            )
            let hostile = "uci show system; uci show gluon; uci show wireguard"
            let values = try await node.console(hostile)
            try day.write(["n7"])
            let result = try await day.workspace.umstieg("rollout run Playbooks/nodes.yaml", limit: .seconds(700))
            #expect(result.succeeded, "\(result.errorText)")
            let back = try await day.workspace.umstieg("rollback --host 02caffee0007", limit: .seconds(700))
            #expect(back.succeeded, "\(back.errorText)")
            try await node.expectOld(within: 60)
            #expect(try await node.bootID == before)
            #expect(try await node.console("ls /tmp/umstieg-executed 2>/dev/null || echo none") == "none")
            // The key was made meanwhile, and stays.
            let lines = { (text: String) in
                Set(text.split(separator: "\n").filter { !$0.contains("privatekey") }.map(String.init))
            }
            let differences = lines(try await node.console(hostile)).symmetricDifference(lines(values))
            #expect(differences.isEmpty, "\(differences.sorted())")
        }

        @Test(.timeLimit(.minutes(20)))
        func `when the only uplink of an island fails, who meshes behind it comes back`() async throws {
            let day = try await LabNodesDay.ready()
            let controller = try await day.startWaiting(["n3"])
            try await day.node("n3").console("sync")
            try await day.lab.ssh("nodes", "systemctl restart node@n3")
            let (code, log) = try await day.end(of: controller)
            #expect(code == Self.rolledBack, "\(log)")
            try await day.node("n3").expectOld(within: Self.boot)
            try await day.node("n5").expectGateway(within: 200)
        }

        @Test(.timeLimit(.minutes(30)))
        func `a gateway that dies in the middle leaves no node behind, and the rollout says which went where`()
            async throws
        {
            let day = try await LabNodesDay.ready()
            let controller = try await day.startWaiting(LabNodesDay.nodes)
            try await day.lab.lab("cut", "gw1")
            try await day.say(to: LabNodesDay.nodes)
            let (code, log) = try await day.end(of: controller, within: 1200)
            #expect(code != 0, "\(log)")
            try await day.lab.lab("start", "gw1")
            for name in LabNodesDay.nodes { try await day.node(name).expectRest(within: Self.boot) }
            // Whoever couldn't be asked is asked now.
            _ = try await day.workspace.umstieg("rollout resume", limit: .seconds(700))
            let status = try await day.workspace.status()
            for name in LabNodesDay.nodes {
                let last = try await LabTransaction.all(day.lab, name).last
                let said = status.state(of: "02caffee000\(name.dropFirst())")
                print("| \(name) | \(said ?? "-") | \(last?.state ?? "-") |")
                // A node whose turn didn't come has no transaction.
                #expect(said == last?.state ?? "not-begun", "\(name): \(log)")
                try await day.node(name).expectGateway(within: 300)
            }
        }
    }
}

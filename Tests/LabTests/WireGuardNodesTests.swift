import Testing

extension LabTests {
    /// The lab's own nodes on WireGuard, on which other tests build.
    @Suite(.serialized, .enabled(if: HealthFault.areWanted, HealthFault.absence))
    struct WireGuardNodesTests {
        @Test(.timeLimit(.minutes(30)))
        func `gateways reach nodes with both transports through WireGuard`() async throws {
            let nodes = try await LabWireGuard.ready(try await Lab())
            for (node, gateway) in LabWireGuard.gateways.sorted(by: { $0.key < $1.key }) {
                try await nodes.expectBestPath(to: node, through: "vx-muc_nord")
                let interfaces = try await nodes.lab.ssh(node, "batctl meshif bat0 interface")
                #expect(interfaces.contains("mesh-vpn: active") && interfaces.contains("fastd-vpn: active"))
                try await expectPings(nodes.lab, node, gateway)
            }
        }

        @Test(.timeLimit(.minutes(10)))
        func `a node leaves fastd without a lost ping, and is back on it after that`() async throws {
            let nodes = try await LabWireGuard.ready(try await Lab())
            let pings = try await LabPings.during(nodes.lab) { try await nodes.turnOn(["n1"], only: true) }
            #expect(pings.lost == 0 && pings.sent > 30, "\(pings)")
            #expect(try await nodes.interfaces(of: "n1")["fastd-vpn"] == nil)

            try await nodes.turnOff(["n1"])
            let interfaces = try await nodes.interfaces(of: "n1")
            #expect(interfaces["mesh-vpn"] == nil && interfaces["wg_mesh_vpn"] == nil)
            try await nodes.expectBestPath(to: "n1", through: "fastd-muc_nord")
            try await expectPings(nodes.lab, "n1", "gw1")
            // n3 has the same gateway.
            try await nodes.expectBestPath(to: "n3", through: "vx-muc_nord")
        }

        /// Pings from the node to its gateway's bridge, and from there to the node's.
        ///
        /// After a restore a gateway's bridge was seen to be silent for a minute, while batman-adv's paths were right.
        private func expectPings(_ lab: Lab, _ node: String, _ gateway: String) async throws {
            let gatewayAddress = "fd62:f45c:4d09:101::\(gateway.dropFirst(2))"
            let nodeAddress = "fd62:f45c:4d09:101:ca:ffff:feee:\(node.dropFirst())"
            try await lab.eventually("\(node) pings \(gateway)", within: 100) {
                try await lab.ssh(node, "ping -c 1 -W 5 \(gatewayAddress)").contains("1 packets received")
            }
            try await lab.eventually("\(gateway) pings \(node)", within: 100) {
                try await lab.ssh(gateway, "ping -c 1 -W 5 \(nodeAddress)").contains("1 received")
            }
        }
    }
}

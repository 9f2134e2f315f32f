import Planning
import Rollouts
import Testing
import Transactions

/// The way back of one device, or of what one rollout did.
struct HostRetreatTests {
    @Test func `one node goes back alone, close before open, where a gateway serves fastd`() async throws {
        let scene = RetreatScene.switched()
        scene.played.change("gw1") { $0.transactions[1].state = .reverted }
        #expect(try await scene.run(.host("n1", scope: nil)) == .done)
        #expect(scene.deeds == ["rollback n1 r1.nord.close", "rollback n1 r1.nord"])
        #expect(!scene.played.asked.contains("n2"))
        #expect(scene.played.device("n1").holds.isEmpty)
        #expect(scene.played.losses.isEmpty)
    }

    @Test func `one node stays where no gateway serves fastd any more`() async throws {
        let scene = RetreatScene.switched()
        #expect(try await scene.run(.host("n1", scope: nil)) == .pending)
        #expect(scene.deeds.isEmpty)
    }

    @Test func `a gateway reopens, but keeps WireGuard for nodes that use it`() async throws {
        let scene = RetreatScene.switched()
        #expect(try await scene.run(.host("gw1", scope: "nord")) == .pending)
        #expect(scene.deeds == ["rollback gw1 r1.nord.close"])
        #expect(
            try await scene.reasons("gw1")
                == ["stays for n1 and 1 more, not verified old; --abandon says not to wait"]
        )
        #expect(try await scene.run(.host("gw1", scope: "nord"), abandoned: ["n1", "n2"]) == .done)
        #expect(scene.isOld("gw1") && !scene.isOld("gw1", in: "sued"))
        #expect(!scene.isOld("n1"))
    }

    @Test func `a gateway that no node uses goes back`() async throws {
        let scene = RetreatScene.switched()
        for node in RetreatScene.nodes { scene.played.change(node) { $0 = PlayedDevice() } }
        #expect(try await scene.run(.host("gw1", scope: "nord")) == .done)
    }

    @Test func `what the domains share stays for the nodes of all of them`() async throws {
        let scene = RetreatScene.switched()
        scene.played.change("gw1") { device in
            device.transactions.insert(RetreatScene.open("host", rollout: "r0"), at: 0)
        }
        for node in RetreatScene.nodes { scene.played.change(node) { $0 = PlayedDevice() } }
        #expect(try await scene.run(.host("gw1", scope: "host")) == .pending)
        #expect(scene.deeds.isEmpty)
        #expect(try await scene.reasons("gw1") == ["stays for s1, not verified old; --abandon says not to wait"])
    }

    @Test func `a rollout that opened doesn't go back under what another one has closed`() async throws {
        let scene = RetreatScene.switched()
        for host in RetreatScene.gateways + RetreatScene.nodes {
            scene.played.change(host) { device in
                device.transactions[1] = RetreatScene.close("nord", rollout: "r3")
            }
        }
        #expect(try await scene.run(.rollout("r1", hosts: nil)) == .pending)
        #expect(scene.deeds.allSatisfy { !$0.hasPrefix("rollback") }, "\(scene.deeds)")
        #expect(scene.played.losses.isEmpty)
        #expect(try await scene.run(.rollout("r3", hosts: nil)) == .done)
        #expect(try await scene.run(.rollout("r1", hosts: nil)) == .done)
        #expect(scene.isOld("n1") && scene.isOld("gw1"))
        #expect(scene.played.losses.isEmpty)
    }

    @Test func `what a rollout only closed goes back without the new`() async throws {
        let scene = RetreatScene.switched()
        for host in RetreatScene.gateways + RetreatScene.nodes {
            scene.played.change(host) { device in
                device.transactions[1] = RetreatScene.close("nord", rollout: "r3")
            }
        }
        #expect(try await scene.run(.rollout("r3", hosts: nil)) == .done)
        #expect(scene.played.device("n1").hasNew("nord") && scene.played.device("n1").hasOld("nord"))
        #expect(scene.deeds.prefix(2).allSatisfy { $0.hasPrefix("rollback gw") })
        #expect(!scene.played.device("gw1").transactions[0].isDrained)
    }
}

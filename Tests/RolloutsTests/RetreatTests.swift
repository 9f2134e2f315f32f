import Planning
import Rollouts
import Testing
import Transactions
import UmstiegTesting

/// The way back of a whole domain, of a host and of a rollout: in the order in which nobody is cut off.
struct RetreatTests {
    private let known = SwitchHistory(rollouts: ["r1", "r2"], touched: ["gw1", "gw2", "n1", "n2", "s1"])

    @Test func `a rollback that finds nobody to ask is no success`() async throws {
        let gateway = PlayedGateway(modules: [])
        let journal = MemoryJournal()
        let retreat = Retreat(
            id: "r1",
            target: .domain(Fixtures.north),
            force: false,
            fleet: Fixtures.plan().fleet,
            fencingToken: 1,
            connector: gateway,
            journal: journal,
            now: { 0 },
            progress: { _ in }
        )
        #expect(try await retreat.run() == .pending)
        #expect(gateway.logins == 0)
        #expect(try await journal.entries(of: "r1").map(\.entry) == [.finished(.pending)])
    }

    /// The n-th kind of deed, in the order of a domain's way back.
    private func rank(_ deed: String) -> Int? {
        let isGateway = deed.contains(" gw")
        return switch (deed.hasPrefix("drain"), deed.hasSuffix(".close"), isGateway) {
        case (true, _, true): 2
        case (false, true, true): 0
        case (false, true, false): 1
        case (false, false, false): 3
        case (false, false, true): 4
        case (true, _, false): nil
        }
    }

    @Test func `a domain goes back in the order in which nobody is cut off`() async throws {
        let scene = RetreatScene.switched()
        #expect(try await scene.run() == .done)
        let ranks = scene.deeds.map(rank)
        #expect(ranks == ranks.sorted { ($0 ?? -1) < ($1 ?? -1) }, "\(scene.deeds)")
        #expect(scene.deeds.count == 10)
        #expect((RetreatScene.gateways + RetreatScene.nodes).allSatisfy { scene.isOld($0) })
        #expect(scene.played.losses.isEmpty)
    }

    @Test func `it is held while it goes back, and then released`() async throws {
        let scene = RetreatScene.switched()
        _ = try await scene.run()
        let first = try #require(scene.played.effects.firstIndex { $0.verb == "rollback" })
        let last = try #require(scene.played.effects.lastIndex { $0.verb == "rollback" })
        for host in RetreatScene.gateways + RetreatScene.nodes {
            let hold = scene.played.effects.firstIndex(of: .init(host, "hold", "nord"))
            let release = scene.played.effects.lastIndex(of: .init(host, "release", "nord"))
            #expect(try #require(release) > last)
            // The gateways reopen while nodes are still asked.
            #expect(try #require(hold) < (host.hasPrefix("gw") ? first : last))
            #expect(scene.played.device(host).holds.isEmpty)
            #expect(scene.played.device(host).fence == 5)
        }
    }

    @Test func `a newer token on a device is taken over, as the last human's word counts`() async throws {
        let scene = RetreatScene.switched()
        scene.played.change("n1") { $0.fence = 40 }
        #expect(try await scene.run() == .done)
        #expect(scene.played.device("n1").fence == 40)
    }

    @Test func `another domain on the same gateways notices nothing`() async throws {
        let scene = RetreatScene.switched()
        scene.played.change("gw1") { $0.transactions[2].state = .applied }
        _ = try await scene.run()
        #expect(!scene.deeds.contains { $0.contains("sued") })
        #expect(!scene.played.asked.contains("s1"))
        #expect(scene.played.device("gw1").transactions[2].state == .applied)
    }

    @Test func `gateways stay dual for a node that nobody reaches, until it is back or given up`() async throws {
        let scene = RetreatScene.switched()
        scene.played.change("n1") { $0.isReachable = false }
        #expect(try await scene.run() == .pending)
        #expect(RolloutOutcome.pending.exitCode == 3)
        #expect(scene.isOld("n2"))
        #expect(scene.played.losses.isEmpty)
        for gateway in RetreatScene.gateways {
            let device = scene.played.device(gateway)
            #expect(device.hasOld("nord") && device.hasNew("nord"))
            #expect(!device.transactions[0].isDrained, "it carries the node's traffic, so it is undrained")
            #expect(device.holds == ["nord"])
            #expect(
                try await scene.reasons(gateway)
                    == ["stays for n1, not verified old; --abandon says not to wait"]
            )
        }
        scene.played.change("n1") { $0.isReachable = true }
        #expect(try await scene.run() == .done)
        #expect(scene.isOld("n1") && scene.isOld("gw1") && scene.isOld("gw2"))
        #expect(scene.played.losses.isEmpty)
    }

    @Test func `who is given up is no longer waited for`() async throws {
        let scene = RetreatScene.switched()
        scene.played.change("n1") { $0.isReachable = false }
        // It is still not verified old.
        #expect(try await scene.run(abandoned: ["n1"]) == .pending)
        #expect(scene.isOld("gw1") && scene.isOld("gw2"))
        #expect(scene.played.losses.count == 1)
    }

    @Test func `a journal that knows the gateways' rollouts waits only for nodes on which something was begun`()
        async throws
    {
        let scene = RetreatScene.switched()
        scene.played.change("n2") { $0 = PlayedDevice(isReachable: false) }
        let history = SwitchHistory(rollouts: ["r1"], touched: ["gw1", "gw2", "n1"])
        #expect(try await scene.run(history: history) == .done)
        #expect(scene.isOld("n1") && scene.isOld("gw1") && scene.isOld("gw2"))
    }

    @Test func `a node that another workspace has switched is found`() async throws {
        let scene = RetreatScene.switched()
        let history = SwitchHistory(rollouts: ["r1"], touched: ["gw1", "gw2", "n1"])
        #expect(try await scene.run(history: history) == .done)
        #expect(scene.isOld("n2"))
        #expect(scene.played.losses.isEmpty)
    }

    @Test(arguments: [
        SwitchHistory(), SwitchHistory(rollouts: ["other"], touched: []),
        SwitchHistory(rollouts: ["other"], touched: ["n1"]),
    ])
    func `a journal that knows nothing of what the gateways have asks all nodes`(history: SwitchHistory) async throws {
        let scene = RetreatScene.switched()
        #expect(try await scene.run(history: history) == .done)
        #expect(scene.played.asked == ["gw1", "gw2", "n1", "n2"])
        #expect(scene.isOld("n2"))
    }

    @Test func `a dead gateway is a late returner and no obstacle`() async throws {
        let scene = RetreatScene.switched()
        scene.played.change("gw1") { $0.isDead = true }
        #expect(try await scene.run(history: known) == .pending)
        #expect(["n1", "n2", "gw2"].allSatisfy { scene.isOld($0) })
        #expect(scene.played.losses.isEmpty)
        scene.played.change("gw1") { $0.isDead = false }
        #expect(try await scene.run(history: known) == .done)
        #expect(scene.isOld("gw1"))
    }

    @Test(arguments: [true, false])
    func `nodes stay where they are when no gateway serves fastd again`(isDead: Bool) async throws {
        let scene = RetreatScene.switched()
        scene.played.change("gw1") { $0.failingUndos = ["r1.nord.close"] }
        scene.played.change("gw2") { device in
            if isDead { device.isDead = true } else { device.failingUndos = ["r1.nord.close"] }
        }
        #expect(try await scene.run() == .undoFailed)
        #expect(scene.deeds.allSatisfy { $0.hasPrefix("rollback gw") && $0.hasSuffix(".close") }, "\(scene.deeds)")
        #expect(scene.played.device("gw1").hasNew("nord"))
        #expect(
            try await scene.reasons("n1").first
                == "stays, as no gateway of nord is known to serve what was there before"
        )
        #expect(scene.played.losses.isEmpty)
    }

    @Test func `under a close that can't be undone the open stays`() async throws {
        let scene = RetreatScene.switched()
        scene.played.change("n1") { $0.failingUndos = ["r1.nord.close"] }
        #expect(try await scene.run() == .undoFailed)
        #expect(scene.played.device("n1").hasNew("nord"))
        #expect(try await scene.reasons("n1") == ["stays, as what was there before did not come back"])
        #expect(scene.played.device("gw1").hasNew("nord"), "it is what the node has")
        #expect(scene.isOld("n2"))
        #expect(scene.played.losses.isEmpty)
    }

    @Test func `a gateway whose fastd doesn't come back keeps WireGuard, undrained`() async throws {
        let scene = RetreatScene.switched()
        scene.played.change("gw1") { $0.failingUndos = ["r1.nord.close"] }
        #expect(try await scene.run() == .undoFailed)
        #expect(scene.isOld("gw2") && scene.isOld("n1"))
        #expect(scene.played.device("gw1").hasNew("nord"))
        #expect(!scene.played.device("gw1").transactions[0].isDrained)
    }

    @Test func `a lost answer is asked for`() async throws {
        let scene = RetreatScene.switched()
        for host in ["gw1", "n1"] { scene.played.change(host) { $0.lostReplies = 1 } }
        #expect(try await scene.run() == .done)
        #expect(scene.deeds.count { $0 == "rollback gw1 r1.nord.close" } == 1)
    }

    @Test func `what is under way goes back as well`() async throws {
        let scene = RetreatScene.switched()
        scene.played.change("n1") { $0.transactions[1].state = .applied }
        scene.played.change("n2") { device in
            device.transactions = [RetreatScene.open("nord")]
            device.transactions[0].state = .armed
        }
        #expect(try await scene.run() == .done)
        #expect(scene.isOld("n1") && scene.isOld("n2"))
    }

    @Test func `the preview asks, and changes nothing`() async throws {
        let scene = RetreatScene.switched()
        let retreat = Retreat(
            id: "p",
            target: .domain("nord"),
            force: false,
            fleet: scene.played.fleet,
            fencingToken: 5,
            connector: scene.played,
            journal: scene.journal,
            now: { 0 },
            progress: { _ in }
        )
        let preview = await retreat.preview()
        #expect(preview.map(\.host) == ["gw1", "gw2", "n1", "n2"])
        #expect(preview.allSatisfy { (try? $0.answer.get().map(\.id)) == ["r1.nord.close", "r1.nord"] })
        #expect(scene.played.effects.isEmpty)
        #expect(try await scene.journal.entries(of: "p").isEmpty)
    }
}

import FleetModel
import Foundation
import Planning
import Reporting
import Rollouts
import Simulation
import Testing
import UmstiegTesting

/// Reports on rollouts that the real machine has driven over a simulated fleet.
struct RolloutReportTests {
    static func story(seed: UInt64, rate: Double, variety: Int = 5) throws -> RolloutStory {
        var plan = Scenario.plan(variety)
        plan.fleet = fleet(of: plan)
        let terrain = Terrain(plan)
        var simulation = Simulation<RolloutMachine>(
            terrain,
            seed: seed,
            faults: .devices(rate: rate),
            keepsJournal: true,
            epoch: 1_794_999_000
        )
        let result = simulation.run()
        return try RolloutStory(
            id: "20261118-r\(seed)",
            name: "day",
            owner: "alice@laptop",
            startedAt: result.journal.first?.time ?? 0,
            endedAt: result.journal.last?.time,
            plan: plan,
            journal: result.journal
        )
    }

    /// The scenario's devices as an inventory, linked as its stakes say.
    static func fleet(of plan: Plan) -> Fleet {
        var fleet = plan.fleet
        let codes = Set(plan.units.map(\.scope)).sorted()
        fleet.domains = codes.enumerated().map { index, code in
            Domain(
                code: code,
                shortName: code,
                dialect: .ffmuc,
                seed: String(repeating: "a", count: 64),
                fastd: Domain.Fastd(instance: code, interface: "fastd-\(code)", port: 10_000 + index),
                wireGuard: Domain.WireGuard(port: 40_000 + index, mtu: 1406),
                prefix6: []
            )
        }
        let models = ["TP-Link Archer C7 v5", "AVM FRITZ!Box 4040", "TP-Link TL-WR841N/ND v11", "<b>Ubiquiti</b>"]
        var number = 0
        var previous: [String: String] = [:]
        for unit in plan.units where unit.part == nil {
            guard let stake = plan.stakes[unit], plan.playbook(of: unit)?.target == .node else {
                fleet.gateways.append(
                    Gateway(
                        name: unit.host,
                        address: unit.host,
                        port: nil,
                        externalName: unit.host,
                        domains: [unit.scope]
                    )
                )
                continue
            }
            number += 1
            fleet.nodes.append(
                Node(
                    id: unit.host,
                    hostname: "node-\(number)",
                    domain: unit.scope,
                    address: "fd00::\(number)",
                    jump: .anyGateway,
                    state: .fastd,
                    model: models[number % models.count],
                    firmware: "v2023.\(number % 3)",
                    online: stake.isOffline ? false : true
                )
            )
            if stake.isUplink, let gateway = fleet.gateways.first(where: { $0.domains.contains(unit.scope) }) {
                fleet.links.append(.vpn(node: unit.host, gateway: gateway.name))
            }
            if let other = previous[stake.island] { fleet.links.append(.mesh(other, unit.host)) }
            previous[stake.island] = unit.host
        }
        fleet.nodes.sort { $0.id < $1.id }
        fleet.gateways.sort { $0.name < $1.name }
        fleet.links.sort()
        return fleet
    }

    private func object(_ report: Report) throws -> [String: Any] {
        let text = report.text(as: .json, style: .plain)
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func sum(_ rows: [[String: Any]], _ keys: [String]) -> Int {
        rows.reduce(0) { sum, row in sum + keys.reduce(0) { $0 + (row[$1] as? Int ?? 0) } }
    }

    private static let ends = ["done", "failed", "returned", "late", "open"]

    @Test(arguments: [(UInt64(1), 0.0), (2, 0.05), (3, 0.3)])
    func `a rollout's protocol has each line of its journal, and its numbers are those of its status`(
        seed: UInt64,
        rate: Double
    ) throws {
        let story = try Self.story(seed: seed, rate: rate)
        let object = try object(RolloutReport(story, takenAt: 1_795_000_000).report)
        let lines = try #require(object["protocol"] as? [[String: Any]])
        #expect(lines.count == story.journal.count)
        #expect(lines.allSatisfy { ($0["what"] as? String)?.isEmpty == false && ($0["who"] as? String) != nil })
        #expect(lines.first?["who"] as? String == "alice@laptop")
        let confirmed = story.status.units.count { $0.state == .confirmed }
        #expect(object["done"] as? Int == confirmed)
        let waves = try #require(object["waves"] as? [[String: Any]])
        #expect(sum(waves, Self.ends) == story.status.units.count)
        #expect(sum(waves, ["done"]) == confirmed)
        #expect(sum([object], Self.ends) == story.status.units.count)
        let gates = try #require(object["gates"] as? [[String: Any]])
        #expect(
            gates.isEmpty == !story.journal.contains {
                if case .observed(_, .judged) = $0.entry { true } else { false }
            }
        )
    }

    @Test(arguments: [(UInt64(1), 0.0), (2, 0.05), (3, 0.3)])
    func `progress counts each node once, and leaves out those that were offline before`(
        seed: UInt64,
        rate: Double
    ) throws {
        let story = try Self.story(seed: seed, rate: rate)
        let fleet = try #require(story.plan?.fleet)
        let report = ProgressReport(
            fleet,
            nodes: fleet.nodes,
            history: MigrationHistory([story]),
            takenAt: 1_795_000_000
        ).report(hasFigures: true)
        let object = try object(report)
        let domains = try #require(object["domains"] as? [[String: Any]])
        #expect(sum(domains, ["nodes"]) == fleet.nodes.count)
        let offline = fleet.nodes.count { $0.isKnownOffline }
        #expect(offline > 0)
        let before = try #require(object["offline_before"] as? Int)
        #expect(before >= offline)
        for key in ["firmwares", "models"] {
            let rows = try #require(object[key] as? [[String: Any]])
            #expect(sum(rows, ["nodes"]) == fleet.nodes.count - before)
            #expect(sum(rows, Self.ends) == sum(domains, Self.ends))
        }
        let there = story.status.units.filter { unit in
            fleet.node(unit.id.host).map { !$0.isKnownOffline } ?? false
        }
        let byNode = Dictionary(grouping: there, by: \.id.host).values
        // What is closed is open, too; whoever was opened and not closed has both.
        let done = byNode.count { units in units.allSatisfy { $0.state == .confirmed } }
        let closed = there.count { $0.id.part == .close && $0.state == .confirmed }
        let opened = there.count { $0.id.part == nil && $0.state == .confirmed }
        #expect(sum(domains, ["done"]) == done)
        #expect(sum(domains, ["wireguard"]) == closed)
        #expect(sum(domains, ["dual"]) == opened - closed)
    }

    @Test func `what a rollback took back isn't done any more`() throws {
        let story = try Self.story(seed: 1, rate: 0)
        let unit = try #require(story.status.units.first { $0.state == .confirmed }).id
        let before = MigrationHistory([story]).changes
        #expect(before.contains { $0.device == unit.host && $0.domain == unit.scope })
        let operation = Operation(.rollback, unit)
        let rollback = try RolloutStory(
            id: "b",
            name: "back",
            owner: "bob@desktop",
            startedAt: story.startedAt + 1e6,
            endedAt: nil,
            plan: nil,
            journal: [
                TimedEntry(time: story.startedAt + 1e6, entry: .intended(operation)),
                TimedEntry(time: story.startedAt + 1e6 + 5, entry: .observed(operation, .succeeded)),
            ]
        )
        let after = MigrationHistory([story, rollback]).changes
        #expect(after.count == before.count - 1)
        #expect(!after.contains { $0.device == unit.host && $0.domain == unit.scope })
    }

    @Test func `readiness adds up, and lists each node with its reasons`() throws {
        let story = try Self.story(seed: 2, rate: 0.05)
        let fleet = try #require(story.plan?.fleet)
        let report = ReadinessReport(
            fleet,
            nodes: fleet.nodes,
            changes: [],
            seen: [fleet.nodes[0].id: [Obstacle(.dialect, blocks: true, "another VNI")]],
            takenAt: 1_795_000_000
        ).report(hasFigures: false)
        let object = try object(report)
        let nodes = try #require(object["nodes"] as? [[String: Any]])
        #expect(nodes.count == fleet.nodes.count)
        #expect(sum([object], ["ready", "not_ready", "done", "unknown"]) == fleet.nodes.count)
        #expect(
            nodes[0]["reasons"] as? String == "another VNI"
                || (nodes[0]["reasons"] as? String)?.contains("another VNI") == true
        )
        #expect(nodes.contains { $0["verdict"] as? String == "ready" })
        let reasons = try #require(object["reasons"] as? [[String: Any]])
        #expect(Set(reasons.compactMap { $0["reason"] as? String }).isSuperset(of: ["flash", "offline", "dialect"]))
        #expect(report.text(as: .csv, style: .plain).hasPrefix("id,hostname,domain,verdict"))
    }

    @Test func `keys say who has them twice, who is long gone, and what they become`() throws {
        let key = { (kind: KeyReport.Kind, text: String, owner: String, lastSeen: Int?) in
            KeyReport.Key(
                kind,
                text,
                owner: owner,
                title: owner,
                domain: "d",
                isOffline: lastSeen == nil,
                lastSeen: lastSeen
            )
        }
        let report = KeyReport(
            [
                key(.fastd, "aa", "n1", 999_000), key(.wireguard, "W1", "n1", 999_000), key(.fastd, "aa", "n2", 1000),
                key(.fastd, "bb", "n3", nil), key(.fastd, "cc", "n4", 999_000), key(.wireguard, "W9", "n4", 999_000),
            ],
            community: "Test",
            translations: ["aa": "W1", "bb": nil, "cc": "W4"],
            staleAfter: 86_400,
            takenAt: 1_000_000
        ).report
        let object = try object(report)
        let keys = try #require(object["keys"] as? [[String: Any]])
        let marks = keys.map { $0["marks"] as? [String] ?? [] }
        #expect(
            marks == [
                ["duplicate", "translated"], [], ["stale", "duplicate", "translated"], ["stale", "unusable"],
                ["translated", "differs"], [],
            ]
        )
        #expect(keys[0]["translation"] as? String == "W1")
        #expect(keys[0]["others"] as? [String] == ["n2"])
        #expect(object["duplicate"] as? Int == 2)
    }
}

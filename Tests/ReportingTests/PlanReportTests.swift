import FleetModel
import Foundation
import Planning
import Reporting
import Testing

struct PlanReportTests {
    private let plan: Plan

    init() throws {
        let domain = Domain(
            code: "nord",
            shortName: "nord",
            dialect: .ffmuc,
            seed: String(repeating: "a", count: 64),
            fastd: nil,
            wireGuard: Domain.WireGuard(port: 40_001, mtu: 1406),
            prefix6: []
        )
        let nodes = [("a", 1), ("b", 2), ("c", 4)].map { id, clients in
            Node(id: id, hostname: id, domain: "nord", address: nil, jump: .direct, clients: clients)
        }
        let fleet = Fleet(
            community: Community(name: "Test", dialect: .ffmuc, domainPrefixes: []),
            broker: nil,
            ssh: Fleet.SSH(),
            domains: [domain],
            gateways: [],
            nodes: nodes,
            links: [.mesh("a", "b"), .mesh("b", "c")]
        )
        let playbook = Playbook(
            name: "book",
            description: "",
            target: .node,
            scope: .domain,
            role: .switchesNode,
            deadline: 60,
            revertBound: 30,
            modules: [],
            prepare: [],
            steps: [],
            verify: []
        )
        let phase = RolloutFile.Phase(
            name: "nodes",
            playbook: playbook,
            on: "not node:c",
            confirm: .each,
            waves: [.count(1)],
            concurrency: 3,
            soak: 600,
            deadline: DeadlinePolicy(minimum: 60, maximum: 900, factor: 2.5),
            onFailure: .revertWave
        )
        let rollout = RolloutFile(
            name: "day",
            description: "",
            phases: [phase],
            budget: FailureBudget(hosts: 2, clients: 50),
            window: try MaintenanceWindow("Sa 01:00-05:00 Europe/Berlin"),
            approval: .afterCanary,
            lateJoining: LateJoining(period: 604_800, shortestPause: 300, longestPause: 21_600),
            rehearsesRollback: true
        )
        plan = try Planner(fleet: fleet).plan(id: "p", for: rollout, narrowedTo: nil)
    }

    private func json() throws -> [String: Any] {
        let data = Data(PlanReport(plan, previews: [:]).json.utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func `each wave has its size and what is at stake`() throws {
        let phase = try #require((try json()["phases"] as? [[String: Any]])?.first)
        let waves = try #require(phase["waves"] as? [[String: Any]])
        #expect(waves.map { $0["size"] as? Int } == [1, 1])
        #expect(waves.map { $0["clients"] as? Int } == [1, 2])
        #expect(waves.map { $0["dependents"] as? Int } == [0, 0])
        #expect(waves.map { $0["confirms"] as? Bool } == [true, true])
    }

    @Test func `the policies stand there as a rollout file says them`() throws {
        let policy = try #require(try json()["policy"] as? [String: Any])
        #expect(policy["window"] as? String == "Sa 01:00-05:00 Europe/Berlin")
        #expect(policy["approve"] as? String == "after-canary")
        #expect((policy["max_failed"] as? [String: Any])?["hosts"] as? Int == 2)
        #expect((policy["max_failed"] as? [String: Any])?["islands"] is NSNull)
        #expect((policy["late_joiners"] as? [String: Any])?["for_seconds"] as? Int == 604_800)
        let phase = try #require((try json()["phases"] as? [[String: Any]])?.first?["policy"] as? [String: Any])
        #expect(phase["soak_seconds"] as? Int == 600)
        #expect(phase["on_failure"] as? String == "revert-wave")
        #expect((phase["deadline"] as? [String: Any])?["max_seconds"] as? Int == 900)
    }

    @Test func `people read the same`() {
        let text = PlanReport(plan, previews: [:]).text(style: .plain)
        #expect(
            text == """
                plan p: day
                  at most failed: hosts 2, clients 50
                  window: Sa 01:00-05:00 Europe/Berlin
                  approval: after-canary
                  late joiners: for 7d, every 5m to 6h
                  the first devices go back once, as a rehearsal

                phase nodes, playbook book
                  confirm each, 3 at a time, soak 10m, on failure revert-wave
                  deadline: 2.5 times the canary's time, 1m to 15m
                  wave 1: a/nord, then confirm
                    1 device, 1 client
                  wave 2: b/nord, then confirm
                    1 device, 2 clients

                guessed
                  nord: no tunnels are known, so which nodes have one is taken from their states

                """
        )
    }

    @Test func `guesses are listed`() throws {
        #expect((try json()["guesses"] as? [String])?.count == 1)
    }
}

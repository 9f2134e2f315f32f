import Foundation
import Testing
import UmstiegCommands

/// What the commands that plan and run rollouts say before any host is reached.
struct RolloutCommandTests {
    private let workspace: RolloutWorkspace

    init() async throws {
        workspace = try await RolloutWorkspace()
    }

    private func run(_ arguments: String...) async -> CommandRun {
        await CommandRun(arguments: arguments, in: workspace.directory.path)
    }

    private func isUntouched() async throws -> Bool {
        let rollouts = try await run("rollout", "list", "--output", "json").json() as? [[String: Any]]
        return try #require(rollouts).isEmpty
    }

    @Test func `a plan has a wave for each gateway and each file's diff, without a host being reached`() async throws {
        let run = await run("plan", "Playbooks/gateways.yaml", "--offline", "--output", "json")
        #expect(run.status == .done, "\(run.errors)")
        let plan = try #require(try run.json() as? [String: Any])
        let phases = try #require(plan["phases"] as? [[String: Any]])
        let waves = try #require(phases.first?["waves"] as? [[String: Any]])
        #expect(waves.map { $0["confirms"] as? Bool } == [false, true])
        #expect((plan["id"] as? String)?.hasPrefix("plan-") == true)
    }

    @Test func `hosts that don't answer are told by name, and the plan says that it shows no diff`() async throws {
        let run = await run("plan", "Playbooks/gateways.yaml")
        #expect(run.status == .failed)
        #expect(run.output.contains("can't be read: connection refused"))
        #expect(run.errors.contains("gw1, gw2"))
    }

    @Test(arguments: [
        ("steps:\n", "steps:\n  - comand: {run: x, undo: x}\n", "steps/0/comand: unknown step, expected one of"),
        ("deadline: 4m", "deadlin: 4m", "deadlin: unknown field, expected one of"),
        ("steps:\n", "steps:\n  - file: {path: etc/x, content: x}\n", "steps/0/files/0/path"),
        ("{{vni}}", "{{vnii}}", "unknown name «vnii» in a template, expected one of"),
    ])
    func `a mistake in a playbook has its place, exits 64, and nothing is done`(
        old: String,
        new: String,
        message: String
    ) async throws {
        let path = "Playbooks/gateway-wireguard.yaml"
        let text = try String(contentsOfFile: workspace.directory.path + "/" + path, encoding: .utf8)
        try #require(text.contains(old))
        try workspace.directory.write(text.replacing(old, with: new, maxReplacements: 1), to: path)
        let run = await run("rollout", "run", "Playbooks/gateways.yaml")
        #expect(run.status == .usage)
        #expect(run.errors.contains(message), "\(run.errors)")
        #expect(try await isUntouched())
    }

    @Test(arguments: ["domain:", "gateway:gw9", "gatway:gw1"])
    func `a selector that is wrong or chooses nothing exits 64`(selector: String) async throws {
        let run = await run("rollout", "run", "Playbooks/gateways.yaml", "--on", selector)
        #expect(run.status == .usage, "\(run.errors)")
        #expect(try await isUntouched())
    }

    @Test func `unreachable hosts stop a rollout with nothing changed`() async throws {
        let run = await run("rollout", "run", "Playbooks/gateways.yaml", "--output", "json")
        #expect(run.status == .rolledBack, "\(run.errors)")
        let status = try #require(try run.json() as? [String: Any])
        #expect(status["state"] as? String == "stopped-by-unreachable")
        let hosts = try #require(status["hosts"] as? [[String: Any]])
        for key in ["name", "scope", "state", "seconds", "lost_pings", "longest_gap_ms"] {
            #expect(hosts.allSatisfy { $0[key] != nil }, "no \(key)")
        }
        #expect(hosts.compactMap { $0["state"] as? String } == ["pending", "pending"])
    }

    @Test func `events and output exclude each other`() async {
        let run = await run("rollout", "run", "Playbooks/gateways.yaml", "--events", "--output", "json")
        #expect(run.status == .usage)
    }

    @Test func `a rollback names exactly one target, and a known one`() async {
        #expect(await run("rollback").status == .usage)
        #expect(await run("rollback", "--domain", "fft_a", "--host", "gw1").status == .usage)
        let unknown = await run("rollback", "--domain", "fft_b")
        #expect(unknown.status == .usage)
        #expect(unknown.errors.contains("expected one of fft_a"))
    }

    @Test func `a domain whose gateways can't be asked stays pending`() async throws {
        let run = await run("rollback", "--domain", "fft_a", "--output", "json")
        #expect(run.status == .pending)
        let status = try #require(try run.json() as? [String: Any])
        let hosts = try #require(status["hosts"] as? [[String: Any]])
        #expect(hosts.compactMap { $0["state"] as? String } == ["unaccounted", "unaccounted"])
    }

    @Test func `exec tells which hosts gave no answer`() async {
        let run = await run("exec", "all", "--", "true")
        #expect(run.status == .rolledBack)
        #expect(run.errors.contains("no answer from gw1, gw2"))
        #expect(await self.run("exec", "all").status == .usage)
    }

    @Test func `host keys that were never scanned can't be accepted`() async {
        let run = await run("hostkeys", "accept", "all")
        #expect(run.status == .failed)
        #expect(run.errors.contains("umstieg hostkeys scan"))
    }
}

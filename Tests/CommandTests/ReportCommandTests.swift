import FleetStore
import Foundation
import Mesh
import Testing
import UmstiegCommands

struct ReportCommandTests {
    private let workspace: TemporaryDirectory

    private static let inventory = """
        umstieg: 1
        community: {name: Freifunk Test, dialect: gluon, domain_prefixes: [fft_]}
        domains:
          fft_a: {seed: \(String(repeating: "a", count: 64)), fastd: {instance: a, interface: fastd-a, port: 10001}, wireguard: {port: 40001, mtu: 1406}}
        gateways:
          gw1: {address: 192.0.2.1, domains: [fft_a]}
        nodes:
          "02caffee0001": {hostname: n1, domain: fft_a, address: "fd00::1", jump: auto, state: fastd, firmware: v2023.1, fastd_key: \(key)}
          "02caffee0002": {hostname: n2, domain: fft_a, address: "fd00::2", jump: auto, state: fastd, firmware: v2019.1, fastd_key: \(key)}
          "02caffee0003": {hostname: n3, domain: fft_a, jump: auto, state: wireguard, firmware: v2023.1}

        """
    /// Of the golden vectors.
    private static let key = "1a7cbd5ac7ce46dce7ceb9bf0fc2ddfe2d2b6d2ac0d4eb05bf1c9ab58f7ed90f"

    init() async throws {
        workspace = try TemporaryDirectory()
        try workspace.write(Self.inventory, to: "lab.yaml")
        _ = await CommandRun("init", in: workspace.path)
        let run = await CommandRun("inventory", "import", "lab.yaml", in: workspace.path)
        try #require(run.status == .done, "\(run.errors)")
    }

    private func report(_ arguments: String...) async -> CommandRun {
        await CommandRun(arguments: ["report"] + arguments, in: workspace.path)
    }

    private func object(_ arguments: String...) async throws -> [String: Any] {
        let run = await CommandRun(arguments: ["report"] + arguments + ["--output", "json"], in: workspace.path)
        return try #require(try run.json() as? [String: Any], "\(run.errors)")
    }

    @Test func `readiness and progress follow the selector`() async throws {
        let all = try await object("readiness")
        #expect(all["ready"] as? Int == 1)
        #expect(all["not_ready"] as? Int == 1)
        #expect(all["done"] as? Int == 1)
        #expect(try await object("readiness", "node:n2")["nodes"].map { ($0 as? [Any])?.count } == 1)
        #expect(try await object("progress")["wireguard"] as? Int == 1)
        #expect(await report("progress", "node:n9").status == .usage)
        #expect(await report("progress", "node").status == .usage)
    }

    @Test(arguments: ["table", "markdown", "csv", "json", "prometheus", "html"])
    func `each report comes in each format`(format: String) async {
        for arguments in [["readiness"], ["progress"], ["keys"], ["differences", "--since", "2d"]] {
            let run = await CommandRun(
                arguments: ["report"] + arguments + ["--output", format],
                in: workspace.path
            )
            #expect(run.status == .done, "\(run.errors)")
            #expect(run.output.hasSuffix("\n"))
        }
    }

    @Test func `what health checks found stands in the way of the nodes that it is about`() async throws {
        let store = HealthStore(try FleetDatabase.open(at: workspace.path + "/umstieg.db"))
        let gateway = Subject(.gateway, "gw1")
        let finding = Finding(gateway, .vni, source: "gw1", domain: "fft_a", "another VNI")
        let health = SubjectHealth(subject: gateway, title: "gw1", verdict: .unhealthy, findings: [finding])
        _ = try store.record(HealthReport(takenAt: 1_794_000_000, subjects: [health]))
        #expect(try await object("readiness")["ready"] as? Int == 0)
    }

    @Test func `keys that stand twice are told`() async throws {
        let keys = try await object("keys")
        #expect(keys["duplicate"] as? Int == 2)
        #expect(await report("keys", "--stale-after", "0").status == .usage)
    }

    @Test func `differences are those of later imports`() async throws {
        #expect(try await object("differences", "--since", "1d")["new"] as? Int == 0)
        try workspace.write(Self.inventory.replacing("v2019.1", with: "v2023.2"), to: "lab.yaml")
        _ = await CommandRun("inventory", "import", "lab.yaml", in: workspace.path)
        let changes = try #require(try await object("differences", "--since", "1d")["changes"] as? [[String: Any]])
        #expect(changes.count == 1)
        #expect(changes[0]["before"] as? String == "v2019.1")
        #expect(changes[0]["after"] as? String == "v2023.2")
        let later = try await object("differences", "--since", "2026-11-19")["changes"] as? [Any]
        #expect(later?.count == 0)
        for wrong in ["yesterday", "", "2x", "-3d", "99999999d"] {
            #expect(await report("differences", "--since=\(wrong)").status == .usage, "\(wrong)")
        }
    }

    @Test func `a rollout that there isn't is a usage error`() async {
        #expect(await report("rollout").status == .usage)
        #expect(await report("rollout", "x").status == .usage)
    }

    @Test func `a running rollout has its protocol`() async throws {
        let workspace = try await RolloutWorkspace()
        _ = try await workspace.start("r1", in: try workspace.journal())
        let run = await workspace.run("report", "rollout", "--output", "json")
        let object = try #require(try run.json() as? [String: Any], "\(run.errors)")
        #expect(object["id"] as? String == "r1")
        #expect(object["state"] as? String == "running")
        #expect(object["owner"] as? String == "alice@laptop")
        #expect(await workspace.run("report", "progress").status == .done)
    }
}

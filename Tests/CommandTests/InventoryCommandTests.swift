import FleetStore
import Foundation
import Mesh
import Testing
import UmstiegCommands

struct InventoryCommandTests {
    private let workspace: TemporaryDirectory

    private static let inventory = """
        umstieg: 1
        community: {name: Freifunk Test, dialect: ffmuc, domain_prefixes: [fft_]}
        domains:
          fft_a: {seed: \(String(repeating: "a", count: 64)), wireguard: {port: 40001, mtu: 1406}}
          fft_b: {seed: \(String(repeating: "b", count: 64)), wireguard: {port: 40002, mtu: 1406}}
        gateways:
          gw1: {address: 192.0.2.1, domains: [fft_a, fft_b]}
        nodes:
          "02caffee0001": {hostname: n1, domain: fft_a, address: "fd00::1", state: fastd}
          "02caffee0002": {hostname: n2, domain: fft_b}
          "02caffee0003": {hostname: n2, domain: fft_b}

        """

    init() async throws {
        workspace = try TemporaryDirectory()
        try workspace.write(Self.inventory, to: "lab.yaml")
        _ = await CommandRun("init", in: workspace.path)
    }

    private func run(_ arguments: String...) async -> CommandRun {
        await CommandRun(arguments: arguments, in: workspace.path)
    }

    private func names(_ arguments: String...) async throws -> [String] {
        let run = await CommandRun(
            arguments: ["inventory", "list"] + arguments + ["--output", "json"],
            in: workspace.path
        )
        let objects = try #require(try run.json() as? [[String: Any]], "\(run.errors)")
        return objects.compactMap { ($0["id"] ?? $0["name"]) as? String }
    }

    @Test func `an import tells what is new, changed and gone`() async throws {
        let first = await run("inventory", "import", "lab.yaml")
        #expect(first.status == .done, "\(first.errors)")
        #expect(first.output.contains("nodes       3        0     0          0\n"))
        try workspace.write(
            Self.inventory.replacing("hostname: n1", with: "hostname: n9").replacing(
                "02caffee0003",
                with: "02caffee0004"
            ),
            to: "lab.yaml"
        )
        let second = await run("inventory", "import", "lab.yaml", "--verbose")
        #expect(second.output.contains("nodes       1        1     1          1\n"))
        #expect(second.output.contains("nodes gone: 02caffee0003\n"))
    }

    @Test func `a dry run stores nothing`() async throws {
        let run = await run("inventory", "import", "lab.yaml", "--dry-run")
        #expect(run.status == .done)
        #expect(run.output.hasSuffix("Nothing was stored (--dry-run).\n"))
        let list = await self.run("inventory", "list", "nodes")
        #expect(list.status == .failed)
        #expect(list.errors.contains("umstieg inventory import"))
    }

    @Test func `a file with mistakes is refused with a line for each`() async throws {
        try workspace.write(
            Self.inventory.replacing("[fft_a, fft_b]", with: "[fft_a, x]").replacing("mtu: 1406", with: "mtu: 9"),
            to: "bad.yaml"
        )
        let run = await run("inventory", "import", "bad.yaml")
        #expect(run.status == .usage)
        #expect(run.errors.split(separator: "\n").count == 3)
        #expect(
            run.errors.contains(
                "error: bad.yaml: gateways/gw1/domains/1: unknown domain «x», expected one of fft_a, fft_b\n"
            )
        )
    }

    @Test func `lists follow the selector`() async throws {
        _ = await run("inventory", "import", "lab.yaml")
        #expect(try await names("nodes").count == 3)
        #expect(try await names("nodes", "domain:fft_b") == ["02caffee0002", "02caffee0003"])
        #expect(try await names("nodes", "domain:fft_b and state:fastd") == [])
        #expect(try await names("gateways", "domain:fft_a") == ["gw1"])
        #expect(try await names("domains", "domain:*a") == ["fft_a"])
        let wrong = await run("inventory", "list", "nodes", "domain:fft_b fft_a")
        #expect(wrong.status == .usage)
        #expect(wrong.errors.hasPrefix("error: selector, character 14: expected «and», «or» or the end"))
    }

    @Test func `tables and CSV begin with the columns`() async throws {
        _ = await run("inventory", "import", "lab.yaml")
        #expect(await run("inventory", "list", "gateways").output.hasPrefix("NAME  ADDRESS"))
        #expect(await run("inventory", "list", "nodes", "--output", "csv").output.hasPrefix("name,id,hostname,domain,"))
    }

    @Test func `one thing is shown by name, short name, host name or id`() async throws {
        _ = await run("inventory", "import", "lab.yaml")
        for (name, kind) in [
            ("gw1", "gateway"), ("fft_a", "domain"), ("a", "domain"), ("n1", "node"), ("02:CA:FF:EE:00:02", "node"),
        ] {
            let shown = await run("inventory", "show", name, "--output", "json")
            let object = try #require(try shown.json() as? [String: Any], "\(shown.errors)")
            #expect(object["kind"] as? String == kind)
            #expect(object["source"] as? String == "lab.yaml")
            #expect(object["imported_at"] as? String == "2026-11-18T11:06:40Z")
        }
        let ambiguous = await run("inventory", "show", "n2")
        #expect(ambiguous.status == .failed)
        #expect(ambiguous.errors == "error: «n2» is ambiguous: node 02caffee0002, node 02caffee0003\n")
        #expect(await run("inventory", "show", "n3").status == .failed)
    }

    @Test func `the history of one thing has what was found, the latest first`() async throws {
        _ = await run("inventory", "import", "lab.yaml")
        let store = HealthStore(try FleetDatabase.open(at: workspace.path + "/umstieg.db"))
        let gateway = Subject(.gateway, "gw1")
        let finding = { (check: Check) in Finding(gateway, check, value: "1", source: "gw1", "a reason\u{1b}[31m") }
        for (time, checks) in [(1_794_000_000, [Check.worker]), (1_794_000_060, [.route]), (1_794_000_120, [])] {
            let health = SubjectHealth(
                subject: gateway,
                title: "gw1",
                verdict: checks.isEmpty ? .healthy : .unhealthy,
                findings: checks.map(finding)
            )
            _ = try store.record(HealthReport(takenAt: time, subjects: [health]))
        }
        let history = await run("inventory", "history", "gw1", "--output", "json")
        let rows = try #require(try history.json() as? [[String: Any]], "\(history.errors)")
        #expect(rows.map { $0["check"] as? String } == ["route", "worker"])
        #expect(rows.first?["since"] as? String == "2026-11-06T21:21:00Z")
        #expect(rows.first?["ended_at"] as? String == "2026-11-06T21:22:00Z")
        #expect(await !run("inventory", "history", "gw1").output.contains("\u{1b}"))
        #expect(await run("inventory", "history", "n1").output.split(separator: "\n").count == 1)
        #expect(await run("inventory", "history", "gw9").status == .failed)
    }

    @Test func `measuring needs a node, and numbers that make sense`() async throws {
        _ = await run("inventory", "import", "lab.yaml")
        #expect(await run("measure", "gateway:gw1").errors.contains("the selector chooses no node"))
        #expect(await run("measure", "node:n1", "--runs", "0").status == .usage)
        #expect(await run("measure", "node:n1", "--seconds", "3600").status == .usage)
    }

    @Test func `the workspace is the nearest one above, or the one that is named`() async throws {
        _ = await run("inventory", "import", "lab.yaml")
        let below = await CommandRun("inventory", "list", "gateways", "-v", in: workspace.path + "/Inventory")
        #expect(below.status == .done)
        #expect(below.errors == "workspace \(workspace.path)\n")
        let named = await CommandRun("--workspace", workspace.path, "inventory", "list", "gateways")
        #expect(named.status == .done)
        let empty = try TemporaryDirectory()
        let outside = await CommandRun("inventory", "list", "gateways", in: empty.path)
        #expect(outside.status == .failed)
        #expect(outside.errors.contains("umstieg init"))
        #expect(!empty.has("umstieg.db"))
    }

    @Test func `a damaged database is reported and kept`() async throws {
        try workspace.write("no database at all, but a long enough text to look at", to: "umstieg.db")
        let run = await run("inventory", "list", "nodes")
        #expect(run.status == .failed)
        #expect(run.errors.contains("is damaged"))
        #expect(try workspace.read("umstieg.db").hasPrefix("no database"))
    }

    @Test func `colour is for terminals without NO_COLOR`() async throws {
        _ = await run("inventory", "import", "lab.yaml")
        func output(_ environment: [String: String], isTerminal: Bool) async -> String {
            await CommandRun(
                arguments: ["inventory", "list", "gateways"],
                in: workspace.path,
                environment: environment,
                isTerminal: isTerminal
            ).output
        }
        #expect(await output([:], isTerminal: true).contains("\u{1b}[1m"))
        #expect(await !output(["NO_COLOR": "1"], isTerminal: true).contains("\u{1b}"))
        #expect(await !output([:], isTerminal: false).contains("\u{1b}"))
    }
}

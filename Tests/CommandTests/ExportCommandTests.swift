import FleetModel
import FleetStore
import Foundation
import Testing
import UmstiegCommands

struct ExportCommandTests {
    private static let seeds = ["a", "b", "c"].map { String(repeating: $0, count: 64) }

    /// Has every field, and names that other readers would take for something else.
    private static let inventory = """
        umstieg: 1
        community: {name: "Freifunk: «Test» #1", dialect: ffmuc, domain_prefixes: [fft-]}
        broker: {url: "https://broker.example.net", mqtt: {host: mq.example.net, port: 8883, tls: true, username: u, password_env: SECRET}}
        ssh: {user: admin, port: 2222, identity: ~/.ssh/id with space, become: sudo}
        domains:
          fft_a: {seed: \(seeds[0]), fastd: {instance: a, interface: fastd-a, port: 10001}, wireguard: {port: 40001, mtu: 1406}, prefix6: ["fd00:1::/64", "2001:db8::/32"]}
          fft-b: {dialect: gluon, seed: \(seeds[1]), wireguard: {port: 40002, mtu: 1376}, batman: {interface: bat7, bridge: br7}}
          fft_b: {seed: \(seeds[2]), wireguard: {port: 40003, mtu: 1406}, batman: {bridge: br8}}
        gateways:
          gw1: {address: "2001:db8::1", port: 22, external_name: gw1.ext.example.net, domains: [fft_a, fft-b]}
          "007": {address: 192.0.2.7, domains: [fft_b]}
        nodes:
          "02caffee0001": {hostname: "true", domain: fft_a, address: "fd00:1::1", jump: auto, state: fastd, model: "{{ lookup('pipe', 'touch /tmp/owned') }}", firmware: "\\x2aa", firmware_base: "\\x26a", online: true, clients: 7, first_seen: 1, last_seen: 1795000000, uptime: 3, memory: 64000, gateway: gw1, autoupdater_branch: stable}
          "02caffee0002": {hostname: "<b>&'\\"", domain: fft_a, jump: gw1, fastd_key: \(seeds[0]), online: false}
          "02caffee0003": {hostname: "café-東京", domain: fft-b, address: 192.0.2.9, state: mesh-only, model: "0x1f: yes # no", contact: "a@b: c", latitude: -11.5902, longitude: 0.00001}
          "000000000042": {hostname: "123", domain: fft_b, wireguard_key: "qUc5N5GH5b4e/Io8WiL2O3rcK7toDSDbUMUE8GHtBCg="}
        links:
          - [02caffee0001, gw1]
          - [02caffee0001, 02caffee0002]

        """

    private func workspace(_ text: String, format: String = "umstieg") async throws -> TemporaryDirectory {
        let workspace = try TemporaryDirectory()
        try workspace.write(text, to: "source.yaml")
        _ = await CommandRun("init", in: workspace.path)
        let run = await CommandRun(
            "inventory",
            "import",
            "source.yaml",
            "--format",
            format,
            "--with-personal-data",
            in: workspace.path
        )
        try #require(run.status == .done, "\(run.errors)")
        return workspace
    }

    private func fleet(of workspace: TemporaryDirectory) throws -> Fleet {
        try #require(try InventoryStore(FleetDatabase.open(at: workspace.path + "/umstieg.db")).load())
    }

    private func export(_ arguments: String..., from workspace: TemporaryDirectory) async throws -> String {
        let run = await CommandRun(arguments: ["inventory", "export"] + arguments, in: workspace.path)
        try #require(run.status == .done, "\(run.errors)")
        return run.output
    }

    @Test(arguments: ["umstieg", "json"]) func `what is exported imports again to the same`(format: String) async throws
    {
        let first = try await workspace(Self.inventory)
        let text = try await export("--format", format, from: first)
        let second = try await workspace(text)
        #expect(try fleet(of: second) == fleet(of: first))
        #expect(try await export("--format", format, from: second) == text)
    }

    @Test func `an Ansible inventory imports again to the same`() async throws {
        let first = try await workspace(Self.inventory)
        let second = try await workspace(try await export("--format", "ansible", from: first), format: "ansible")
        #expect(try fleet(of: second) == fleet(of: first))
    }

    @Test func `a part is an inventory of its own`() async throws {
        let first = try await workspace(Self.inventory)
        let second = try await workspace(try await export("node:02caffee0002", "--format", "umstieg", from: first))
        let part = try fleet(of: second)
        #expect(part.nodes.map(\.id) == ["02caffee0002"])
        #expect(part.gateways.map(\.name) == ["gw1"])
        #expect(part.domains.map(\.code) == ["fft_a"])
        let none = await CommandRun("inventory", "export", "node:x", "--format", "csv", in: first.path)
        #expect(none.status == .usage)
    }

    @Test func `ways for ssh are no stranger's choice`() async throws {
        let text = try await export("--format", "ssh-config", from: try await workspace(Self.inventory))
        #expect(text.contains("Host gw1\n  HostName 2001:db8::1\n  Port 22\n  User admin\n"))
        #expect(
            text.contains(
                "Host 02caffee0001 true.mesh\n  HostName fd00:1::1\n  User root\n  ProxyJump admin@[2001:db8::1]:22\n"
            )
        )
        #expect(text.contains("Host 02caffee0003\n"))
        #expect(!text.contains("<b>"))
    }

    @Test func `CSV has a line for each device, JSON all fields`() async throws {
        let workspace = try await workspace(Self.inventory)
        let lines = try await export("--format", "csv", from: workspace).split(separator: "\n")
        #expect(lines.count == 1 + 2 + 4)
        #expect(lines[0].hasPrefix("kind,name,title,domains,address,port,external_name,jump,state,"))
        #expect(lines.contains { $0.contains("-11.5902,1e-05") })
    }

    // MARK: Ansible itself

    private static let ansible = [
        "/usr/bin", "/usr/local/bin", ProcessInfo.processInfo.environment["UMSTIEG_ANSIBLE"] ?? "",
    ]
    .map { $0 + "/ansible-inventory" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    private func list(_ inventory: String) throws -> [String: Any] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: try #require(Self.ansible))
        process.arguments = ["-i", inventory, "--list"]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test(
        .enabled(if: ansible != nil, "ansible-inventory isn't installed; UMSTIEG_ANSIBLE names its directory"),
        arguments: ["ansible", "ansible-json"]
    )
    func `Ansible sees the same hosts and groups, and takes no name for a template`(format: String) async throws {
        let workspace = try await workspace(Self.inventory)
        let text = try await export("--format", format, from: workspace)
        try workspace.write(text, to: format == "ansible" ? "hosts.yaml" : "answer.json")
        if format == "ansible-json" {
            try workspace.write("#!/bin/sh\ncat \"${0%/*}/answer.json\"\n", to: "dynamic.sh")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755],
                ofItemAtPath: workspace.path + "/dynamic.sh"
            )
        }
        let seen = try list(workspace.path + (format == "ansible" ? "/hosts.yaml" : "/dynamic.sh"))
        let hosts = { (group: String) in Set((seen[group] as? [String: Any])?["hosts"] as? [String] ?? []) }
        #expect(hosts("umstieg_gateways") == ["gw1", "007"])
        #expect(hosts("umstieg_nodes") == ["02caffee0001", "02caffee0002", "02caffee0003", "000000000042"])
        #expect(hosts("umstieg_domain_fft_a") == ["gw1", "02caffee0001", "02caffee0002"])
        #expect(hosts("umstieg_domain_fft_b") == ["gw1", "02caffee0003"])
        #expect(hosts("umstieg_domain_fft_b_2") == ["007", "000000000042"])
        let variables = (seen["_meta"] as? [String: Any])?["hostvars"] as? [String: [String: Any]] ?? [:]
        #expect(variables["gw1"]?["ansible_host"] as? String == "2001:db8::1")
        #expect(variables["gw1"]?["ansible_port"] as? Int == 22)
        #expect(variables["007"]?["ansible_port"] as? Int == 2222)
        let arguments = variables["02caffee0001"]?["ansible_ssh_common_args"] as? String
        #expect(arguments == "-o 'ProxyJump=admin@[2001:db8::1]:22'")
        let model = variables["02caffee0001"]?["umstieg_model"]
        let text2 = model as? String ?? (model as? [String: Any])?["__ansible_unsafe"] as? String
        #expect(text2 == "{{ lookup('pipe', 'touch /tmp/owned') }}")
        #expect(!FileManager.default.fileExists(atPath: "/tmp/owned"))
    }
}

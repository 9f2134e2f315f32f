import FleetModel
import Foundation
import Importing
import Planning
import Testing

/// What users start from must work as it is.
struct ShippedFilesTests {
    private static let package = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let playbooks = package.appending(path: "Playbooks")

    private func playbook(_ name: String) throws(ConfigErrors) -> Playbook {
        do {
            return try PlaybookFile.read(try Data(contentsOf: Self.playbooks.appending(path: name)), file: name)
        } catch let error as ConfigErrors {
            throw error
        } catch {
            throw ConfigErrors([ConfigError(file: name, path: "", message: "\(error)")])
        }
    }

    @Test func `each playbook and rollout that is shipped is read, and planned for the inventory that is`() throws {
        let inventory = Self.package.appending(path: "Inventory/community.yaml").path(percentEncoded: false)
        let fleet = try InventoryFile.read(contentsOf: inventory)
        #expect(!fleet.links.isEmpty)
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.playbooks.path)
            .filter { $0.hasSuffix(".yaml") }
        #expect(names.count >= 2)
        for name in names {
            let bytes = try Data(contentsOf: Self.playbooks.appending(path: name))
            if String(decoding: bytes, as: UTF8.self).contains("\nrollout:") {
                let rollout = try RolloutDocument.read(bytes, file: name, playbook: playbook)
                let plan = try Planner(fleet: fleet).plan(id: "p", for: rollout, narrowedTo: nil)
                #expect(plan.phases.allSatisfy { !$0.waves.isEmpty })
            } else {
                #expect(try !playbook(name).steps.isEmpty)
            }
        }
    }

    /// Of a rollout file, but for those that stand in several places or inside braces.
    private static let fields = [
        "umstieg", "rollout", "description", "max_failed", "hosts", "islands", "window", "approve",
        "late_joiners", "rehearse_rollback", "phases", "playbook", "on", "confirm", "waves", "order", "concurrency",
        "soak", "deadline", "on_failure", "last_gateway", "measure", "gate", "nodes_lost", "handshake", "ping",
        "fastd_peers",
    ]

    @Test func `the sample in waves shows and explains each field of a rollout`() throws {
        let url = Self.playbooks.appending(path: "migration-in-waves.yaml")
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { line in
            line.drop { " -".contains($0) }
        }
        for field in Self.fields {
            let places = lines.indices.filter { lines[$0].hasPrefix("\(field):") }
            #expect(places.count == 1, "\(field)")
        }
        for (line, next) in zip(lines, lines.dropFirst()) where !next.hasPrefix("#") && !next.contains("#") {
            let isExplained = line.hasPrefix("#") || ["rollout:", "phases:", "name:"].contains(where: next.hasPrefix)
            #expect(isExplained, "\(next)")
        }
    }

    @Test func `options of UCI are values and lists in their order`() throws {
        let text = """
            umstieg: 1
            playbook: x
            on: node
            scope: domain
            role: switches-node
            deadline: 60s
            revert_bound: 60s
            steps:
              - uci:
                  set: {network.wg: interface, network.wg.proto: wireguard, "network.{{domain}}.list": [b, a]}
                  delete: [fastd.old]
                  reload: /etc/init.d/network reload
            """
        let playbook = try PlaybookFile.read(Data(text.utf8), file: "x.yaml")
        let expected = UCIStep(
            settings: [
                .init("network.wg", ["interface"]), .init("network.wg.proto", ["wireguard"]),
                .init("network.{{domain}}.list", ["b", "a"], isList: true),
            ],
            deletions: ["fastd.old"],
            reload: "/etc/init.d/network reload"
        )
        #expect(playbook.steps == [NamedStep(name: "uci", step: .uci(expected))])
    }

    @Test(arguments: [
        ("steps: [{comand: {run: x}}]", "steps/0/comand: unknown step, expected one of file"),
        ("steps: [{command: {run: x}}]", "steps/0/command: «undo» is missing"),
        ("steps: [{networkd: {units: [{name: a/b.netdev, content: x}]}}]", "steps/0/networkd/units/0: a unit's name"),
        ("steps: [{file: {path: /x, content: x, mode: 644x}}]", "steps/0/file/mode: expected permission bits"),
        ("steps: [{uci: {}}]", "steps/0/uci: expected «set», «delete» or both"),
        ("steps: [{uci: {set: {network: x}}}]", "steps/0/uci/set/network: expected PACKAGE.SECTION or"),
        ("steps: [{uci: {set: {a.b: [c]}}}]", "steps/0/uci/set/a.b: expected"),
        ("steps: [{uci: {delete: ['network.@wan[0]']}}]", "steps/0/uci/delete: item 1: expected PACKAGE.SECTION or"),
        ("deadine: 3m", "deadine: unknown field"),
    ])
    func `an error names the place and what was expected`(yaml: String, message: String) {
        let head =
            "umstieg: 1\nplaybook: x\non: gateway\nscope: domain\nrole: opens-new\ndeadline: 60s\nrevert_bound: 60s\n"
        let error = #expect(throws: ConfigErrors.self) {
            try PlaybookFile.read(Data((head + yaml).utf8), file: "x.yaml")
        }
        #expect(error?.description.contains("x.yaml: " + message) == true, "\(String(describing: error))")
    }

    @Test func `a broken playbook is told with the rollout that names it`() {
        let rollout = "umstieg: 1\nrollout: x\nphases: [{name: a, playbook: b.yaml, on: all}]\n"
        let error = #expect(throws: ConfigErrors.self) {
            try RolloutDocument.read(Data(rollout.utf8), file: "r.yaml") { name throws(ConfigErrors) in
                try PlaybookFile.read(Data("umstieg: 2".utf8), file: name)
            }
        }
        #expect(error?.description.contains("r.yaml: phases/0/playbook: ") == true)
        #expect(error?.description.contains("b.yaml: umstieg: ") == true)
    }
}

import FleetModel
import Foundation
import Importing
import Planning
import Testing

/// What playbooks say of nodes that move in two transactions.
struct ClosingFilesTests {
    private static let package = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func read(
        _ yaml: String,
        on target: String = "node",
        role: String = "closes-old"
    ) throws(ConfigErrors)
        -> Playbook
    {
        let head = """
            umstieg: 1
            playbook: x
            on: \(target)
            scope: domain
            role: \(role)
            deadline: 60s
            revert_bound: 60s

            """
        let steps = yaml.contains("steps:") ? "" : "steps: []\n"
        return try PlaybookFile.read(Data((head + steps + yaml).utf8), file: "x.yaml")
    }

    @Test func `probation is told in times and kept in whole minutes`() throws {
        #expect(
            try read("probation: {without_gateway: 10m, settle: 2h}").probation
                == Probation(withoutGateway: 10, settle: 120)
        )
        #expect(
            try read("probation: {without_gateway: 90s, settle: 61s}").probation
                == Probation(withoutGateway: 2, settle: 2)
        )
        #expect(try read("").probation == nil)
    }

    @Test func `a key is asked of the node, and settings are made for each gateway`() throws {
        let playbook = try read(
            """
            prepare: [{node_key: {command: umstieg-mesh-vpn key}}]
            steps: [{uci: {for_each: peers, set: {"wireguard.peer_{{number}}": peer}}}]
            """,
            role: "switches-node"
        )
        #expect(playbook.prepare.map(\.step) == [.nodeKey(NodeKeyStep(command: "umstieg-mesh-vpn key"))])
        #expect(
            playbook.steps.map(\.step) == [
                .uci(UCIStep(settings: [.init("wireguard.peer_{{number}}", ["peer"])], forEach: "peers"))
            ]
        )
    }

    @Test func `what Gluon does is a step of its own`() throws {
        let playbook = try read(
            """
            steps:
              - {clock_sync: {}}
              - {gluon_reload: {}}
              - {gluon_reconfigure: {packages: [network]}}
              - {domain_switch: {domain: "{{domain}}"}}
              - {autoupdater_branch: {branch: next}}
              - {broker_register: {}}
              - {drain: {transport: fastd}}
            """
        )
        #expect(
            playbook.steps.map(\.step) == [
                .gluon(.clockSync), .gluon(.reload), .gluon(.reconfigure(packages: ["network"])),
                .gluon(.domainSwitch(to: "{{domain}}", packages: GluonStep.packages)),
                .gluon(.autoupdaterBranch("next")), .gluon(.brokerRegister), .gluon(.drain(.fastd)),
            ]
        )
    }

    @Test func `new firmware comes from a branch or an image, before all else that opens a node`() throws {
        let digest = String(repeating: "a", count: 64)
        let image = "{file: images/v2.bin, sha256: \(digest), boards: ['tplink,archer-c7-v5']}"
        let steps = try [
            "{release: v2, branch: stable}", "{release: 2.0+0~1, within: 5m, image: \(image)}",
        ].map { try read("prepare: [{firmware: \($0)}]", role: "switches-node").firmware }
        let brought = FirmwareImage(path: "images/v2.bin", digest: digest, boards: ["tplink,archer-c7-v5"])
        #expect(
            steps == [
                FirmwareStep(source: .autoupdater(branch: "stable"), release: "v2", within: 1200),
                FirmwareStep(source: .image(brought), release: "2.0+0~1", within: 300),
            ]
        )
        for (yaml, target, role, item) in [
            ("prepare: [{node_key: {command: x}}, {firmware: {release: v2, branch: s}}]", "node", "switches-node", 2),
            ("prepare: [{firmware: {release: v2, branch: s}}]", "gateway", "opens-new", 1),
            ("prepare: [{firmware: {release: v2, branch: s}}]", "node", "closes-old", 1),
        ] {
            let error = #expect(throws: ConfigErrors.self) { try read(yaml, on: target, role: role) }
            #expect(
                error?.description.contains("prepare: item \(item): new firmware is for nodes") == true,
                "\(String(describing: error))"
            )
        }
    }

    @Test(arguments: [
        ("steps: [{clock_sync: {server: x}}]", "steps/0/clock_sync/server: unknown field"),
        ("steps: [{domain_switch: {}}]", "steps/0/domain_switch: «domain» is missing"),
        ("steps: [{domain_switch: {domain: ../x}}]", "steps/0/domain_switch/domain: expected letters"),
        ("steps: [{autoupdater_branch: {branch: a b}}]", "steps/0/autoupdater_branch/branch: expected letters"),
        ("steps: [{gluon_reconfigure: {packages: [../passwd]}}]", "steps/0/gluon_reconfigure/packages: item 1: "),
        ("steps: [{drain: {transport: tinc}}]", "steps/0/drain/transport: "),
        ("probation: {settle: 2h}", "probation: «without_gateway» is missing"),
        ("probation: {without_gateway: 2m}", "probation: «settle» is missing"),
        ("probation: {without_gateway: 5s, settle: 2h}", "probation/without_gateway: "),
        ("probation: {without_gateway: 10m, settle: soon}", "probation/settle: "),
        ("probation: {without_gateway: 10m, settle: 2h, after: 3m}", "probation/after: unknown field"),
        ("probation: 10m", "probation: "),
        ("prepare: [{node_key: {}}]", "prepare/0/node_key: «command» is missing"),
        ("prepare: [{node_key: {command: [a]}}]", "prepare/0/node_key/command: "),
        ("prepare: [{firmware: {branch: stable}}]", "prepare/0/firmware: «release» is missing"),
        ("prepare: [{firmware: {release: v2}}]", "prepare/0/firmware: expected either «branch»"),
        ("prepare: [{firmware: {release: a b, branch: stable}}]", "prepare/0/firmware/release: "),
        ("prepare: [{firmware: {release: v2, branch: a/b}}]", "prepare/0/firmware/branch: "),
        ("prepare: [{firmware: {release: v2, branch: s, within: 2s}}]", "prepare/0/firmware/within: "),
        ("prepare: [{firmware: {release: v2, image: {file: ../x}}}]", "prepare/0/firmware/image: «sha256» is missing"),
        (
            "prepare: [{firmware: {release: v2, image: {file: x, sha256: ab, boards: [b]}}}]",
            "prepare/0/firmware/image/sha256: "
        ),
        ("steps: [{firmware: {release: v2, branch: s}}]", "steps/0/firmware: unknown step, expected one of file"),
        ("steps: [{node_key: {command: x}}]", "steps/0/node_key: unknown step, expected one of file"),
        ("steps: [{uci: {for_each: [a], set: {a.b: c}}}]", "steps/0/uci/for_each: "),
        ("steps: [{uci: {for_each: peers}}]", "steps/0/uci: expected «set», «delete» or both"),
        ("steps: [{uci: {foreach: peers, set: {a.b: c}}}]", "steps/0/uci/foreach: unknown field"),
    ])
    func `an error names the place`(yaml: String, message: String) {
        let error = #expect(throws: ConfigErrors.self) { try read(yaml) }
        #expect(error?.description.contains("x.yaml: " + message) == true, "\(String(describing: error))")
    }

    @Test(arguments: [("gateway", "closes-old"), ("node", "switches-node")])
    func `only nodes that close have a probation`(target: String, role: String) {
        let error = #expect(throws: ConfigErrors.self) {
            try read("probation: {without_gateway: 10m, settle: 2h}", on: target, role: role)
        }
        #expect(error?.description.contains("x.yaml: probation: is for nodes that close what they had") == true)
    }

    @Test func `the shipped day opens gateways and nodes, and then closes nodes and gateways`() throws {
        let inventory = Self.package.appending(path: "Inventory/community.yaml").path(percentEncoded: false)
        let fleet = try InventoryFile.read(contentsOf: inventory)
        let playbooks = Self.package.appending(path: "Playbooks")
        let name = "migration-day.yaml"
        let rollout = try RolloutDocument.read(
            try Data(contentsOf: playbooks.appending(path: name)),
            file: name
        ) { name throws(ConfigErrors) in
            guard let bytes = try? Data(contentsOf: playbooks.appending(path: name)) else {
                throw ConfigErrors([ConfigError(file: name, path: "", message: "isn't there")])
            }
            return try PlaybookFile.read(bytes, file: name)
        }
        let plan = try Planner(fleet: fleet).plan(id: "p", for: rollout, narrowedTo: nil)
        #expect(plan.phases.map(\.name) == ["gateways", "nodes", "nodes-close", "gateways-close"])
        #expect(plan.phases.map { Set($0.units.map(\.part)) } == [[nil], [nil], [.close], [.close]])
        #expect(Set(plan.phases[1].units) == Set(plan.phases[2].units.compactMap(\.opening)))
        #expect(Set(plan.phases[0].units) == Set(plan.phases[3].units.compactMap(\.opening)))
        #expect(plan.phases[2].playbook.probation == Probation(withoutGateway: 10, settle: 120))
        #expect(plan.lateJoining != nil)
    }
}

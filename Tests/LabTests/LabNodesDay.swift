import Foundation
import Testing
import Transport

/// The lab in the middle of its day: gateways have both transports, workers and brokers run, nodes come next.
struct LabNodesDay {
    static let nodes = ["n1", "n2", "n3", "n4", "n7"]
    /// Of the tests' playbooks: goes back after so many minutes without a gateway.
    static let withoutGateway = 3

    let lab: Lab
    /// One that knows nothing of what was done before: a new laptop.
    let workspace: LabWorkspace

    /// Nodes on fastd; what is done to the gateways is confirmed.
    static func ready() async throws -> LabNodesDay {
        let lab = try await LabExchange.ready(try await Lab()).lab
        return LabNodesDay(lab: lab, workspace: try await LabWorkspace.another(lab))
    }

    /// All nodes with a tunnel of their own on WireGuard alone, on probation; gateways have both.
    static func closed() async throws -> LabNodesDay {
        let lab = try await Lab()
        try await LabStates.bring(lab, to: "closed") {
            let day = try await ready()
            try day.write(closes: true)
            let result = try await day.workspace.umstieg("rollout run Playbooks/nodes.yaml", limit: .seconds(900))
            #expect(result.succeeded, "\(result.errorText)")
            for name in nodes { try await day.node(name).expectNew(closed: true, within: 60) }
        }
        return LabNodesDay(lab: lab, workspace: try await LabWorkspace.another(lab))
    }

    func node(_ name: String) -> LabNode { LabNode(lab: lab, name: name) }

    /// A rollout `nodes.yaml` of the shipped playbooks for nodes.
    ///
    /// - Parameters:
    ///   - names: the nodes.
    ///   - closes: whether fastd leaves them, too.
    ///   - waves: all at once, unless said otherwise.
    ///   - fields: further ones of its phases, as in `soak: 30s`.
    ///   - replacements: in the first playbook.
    /// - Throws: if a playbook has no such text.
    func write(
        _ names: [String] = nodes,
        closes: Bool = false,
        waves: String = "[100%]",
        fields: String = "",
        _ replacements: [(String, String)] = []
    ) throws {
        let playbooks = workspace.directory.appending(path: "Playbooks")
        func copy(_ name: String, to copy: String, _ replacements: [(String, String)]) throws {
            var text = try String(contentsOf: playbooks.appending(path: "\(name).yaml"), encoding: .utf8)
            for (old, new) in replacements {
                try #require(text.contains(old), "\(name).yaml has no «\(old)»")
                text = text.replacing(old, with: new)
            }
            try text.write(to: playbooks.appending(path: "\(copy).yaml"), atomically: true, encoding: .utf8)
        }
        try copy("node-wireguard-ffmuc", to: "test-open", replacements)
        try copy(
            "node-fastd-off",
            to: "test-close",
            [("without_gateway: 10m", "without_gateway: \(Self.withoutGateway)m")]
        )
        let selector = names.map { "node:\($0)" }.joined(separator: " or ")
        let phases = [("open", "test-open")] + (closes ? [("close", "test-close")] : [])
        let more = fields.isEmpty ? "" : ", " + fields
        let lines = phases.map { name, playbook in
            "  - {name: \(name), playbook: \(playbook).yaml, on: \"\(selector)\", waves: \(waves)\(more)}"
        }
        try """
        umstieg: 1
        rollout: nodes
        phases:
        \(lines.joined(separator: "\n"))

        """.write(to: playbooks.appending(path: "nodes.yaml"), atomically: true, encoding: .utf8)
    }

    /// Starts a rollout whose verification on nodes waits for `say`, and waits until it has come so far.
    func startWaiting(_ names: [String], waves: String = "[100%]") async throws -> LabController {
        try write(names, waves: waves, [Self.waitingForWord])
        let controller = try await workspace.control("rollout run Playbooks/nodes.yaml --events")
        let isThere = { (event: LabEvent) in event.event == "intended" && event.operation == "verify" }
        let hasCome = try await controller.waits(for: isThere, within: .seconds(300))
        let said = try controller.text()
        try #require(hasCome, "no verification began: \(said)")
        return controller
    }

    /// The word that a waiting verification waits for.
    func say(to names: [String]) async throws {
        for name in names { try await node(name).console("touch /tmp/umstieg-go") }
    }

    func end(of controller: LabController, within seconds: Int = 700) async throws -> (code: Int32?, log: String) {
        try await lab.eventually("the rollout has ended", within: seconds) { try controller.exitCode() != nil }
        return (try controller.exitCode(), try controller.text())
    }

    private static let waitingForWord = (
        "verify:\n",
        "verify:\n  - name: word\n    wait_for: {command: \"test -e /tmp/umstieg-go\", within: 200s}\n"
    )
}

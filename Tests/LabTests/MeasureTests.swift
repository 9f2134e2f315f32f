import Foundation
import Testing
import Transport

extension LabTests {
    /// What a switch brings, as the rollout's own record tells it.
    @Suite(.serialized, .enabled(if: HealthFault.areWanted, HealthFault.absence))
    struct MeasureTests {
        private struct Measured: Decodable {
            struct Row: Decodable {
                var node: String
                var direction: String
                var tool: String
                var before: Int?
                var beforeLowest: Int?
                var beforeHighest: Int?
                var after: Int?
                var afterLowest: Int?
                var afterHighest: Int?
                var gain: String?
                var problem: String?

                enum CodingKeys: String, CodingKey {
                    case node
                    case direction
                    case tool
                    case before = "before_kbit"
                    case beforeLowest = "before_lowest_kbit"
                    case beforeHighest = "before_highest_kbit"
                    case after = "after_kbit"
                    case afterLowest = "after_lowest_kbit"
                    case afterHighest = "after_highest_kbit"
                    case gain
                    case problem
                }
            }

            var throughput: [Row]
        }

        /// Changes nothing of the mesh: what is measured is switched beside it.
        private static let playbook = """
            umstieg: 1
            playbook: note
            on: gateway
            scope: host
            role: opens-new
            deadline: 60s
            revert_bound: 60s
            steps:
              - {name: note, file: {path: /etc/umstieg-note, content: "n1 is switched beside this rollout\\n"}}
            """
        private static let rollout = """
            umstieg: 1
            rollout: measured
            measure: {nodes: [n1], runs: 3, seconds: 3}
            phases:
              - name: note
                playbook: note.yaml
                on: gateway:gw1
                soak: 2m
                gate: {nodes_lost: {max: 0%, within: 2m}}
            """

        @Test(.timeLimit(.minutes(30)))
        func `a rollout's record has what n1 gained, with median and spread`() async throws {
            let lab = try await Lab()
            let nodes = LabWireGuard(lab: lab)
            _ = try await LabExchange.ready(lab)
            let workspace = try await LabWorkspace.another(lab)
            let playbooks = workspace.directory.appending(path: "Playbooks")
            for (name, text) in [("note", Self.playbook), ("measured", Self.rollout)] {
                let file = playbooks.appending(path: "\(name).yaml")
                try (text + "\n").write(to: file, atomically: true, encoding: .utf8)
            }
            let controller = try await workspace.control("rollout run Playbooks/measured.yaml --events")
            let soaks = { (event: LabEvent) in event.event == "waiting" }
            let hasCome = try await controller.waits(for: soaks, within: .seconds(400))
            let said = try controller.text()
            try #require(hasCome, "the soak never came: \(said)")
            try await nodes.turnOn(["n1"], only: true)
            try await lab.eventually("the rollout has ended", within: 600) { try controller.exitCode() != nil }
            let log = try controller.text()
            #expect(try controller.exitCode() == 0, "\(log)")

            let status = try await workspace.succeed("rollout status --output json")
            let rows = try JSONDecoder().decode(Measured.self, from: Data(status.standardOutput)).throughput
            #expect(Set(rows.map { "\($0.tool) \($0.direction)" }).count == 4)
            for row in rows {
                let numbers = [row.before, row.after].map { $0.map(String.init) } + [row.gain]
                let words = ["\(row.tool) \(row.direction)"] + numbers.map { $0 ?? "unknown" }
                print("| n1 \(words.joined(separator: " | ")) |")
                #expect(row.node == "n1" && row.problem == nil && row.gain != nil, "\(row)")
                let before = try [row.beforeLowest, row.before, row.beforeHighest].map { try #require($0) }
                let after = try [row.afterLowest, row.after, row.afterHighest].map { try #require($0) }
                #expect(before == before.sorted() && after == after.sorted() && before[0] > 0 && after[0] > 0)
            }
            #expect(try await workspace.succeed("rollout status").text.contains("GAIN"))

            // The same by hand.
            let byHand = try await workspace.succeed("measure node:n1 --runs 1 --seconds 1 --output csv")
            #expect(byHand.text.contains("n1,down,iperf3,"))
        }
    }
}

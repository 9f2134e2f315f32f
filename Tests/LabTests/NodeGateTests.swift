import Foundation
import Testing
import Transport

extension LabTests {
    /// Outages after nodes were switched: whose fault they are, and what follows.
    @Suite(.serialized, .enabled(if: FaultCase.areWanted, FaultCase.absence))
    struct NodeGateTests {
        private static let rolledBack = Int32(2)
        private static let paused = Int32(3)
        private static let switched = ["n1", "n2"]
        private static let others = ["n3", "n4", "n7"]

        /// Switches n1 and n2, and takes their line, or everybody's, while they prove themselves.
        private func outage(of names: [String]) async throws -> (LabNodesDay, LabController) {
            let day = try await LabNodesDay.ready()
            // The first one goes alone.
            try day.write(
                Self.switched,
                waves: "[1, 100%]",
                fields: "soak: 30s, gate: {nodes_lost: {max: 2%, within: 60s}}"
            )
            let controller = try await day.workspace.control("rollout run Playbooks/nodes.yaml --events")
            try await day.lab.eventually("both are confirmed, and prove themselves", within: 700) {
                LabEvent.read(try controller.text()).filter { $0.event == "waiting" }.count == 2
            }
            try await setLines(of: names, up: false, day.lab)
            return (day, controller)
        }

        /// The lines to the provider.
        private func setLines(of names: [String], up: Bool, _ lab: Lab) async throws {
            for name in names {
                if name == "n7" {
                    try await lab.lab("link", name, up ? "restore" : "drop", "--net", "underlay")
                } else {
                    try await lab.ssh("nodes", "ip link set wan-\(name) \(up ? "up" : "down")")
                }
            }
        }

        @Test(.timeLimit(.minutes(25)))
        func `an outage of switched nodes alone takes them back`() async throws {
            let (day, controller) = try await outage(of: Self.switched)
            // They can only be told when they can be reached.
            let isTold = { (event: LabEvent) in event.event == "intended" && event.operation == "rollback" }
            let hasCome = try await controller.waits(for: isTold, within: .seconds(400))
            let said = try controller.text()
            #expect(hasCome, "nobody was taken back: \(said)")
            try await setLines(of: Self.switched, up: true, day.lab)
            let (code, log) = try await day.end(of: controller, within: 900)
            #expect(code == Self.rolledBack, "\(log)")
            for name in Self.switched { try await day.node(name).expectOld(within: 120) }
        }

        @Test(.timeLimit(.minutes(25)))
        func `an outage that hits switched and other nodes alike pauses, and when it is over the rollout goes on`()
            async throws
        {
            let all = Self.switched + Self.others
            let (day, controller) = try await outage(of: all)
            let (code, log) = try await day.end(of: controller, within: 600)
            #expect(code == Self.paused, "\(log)")
            #expect(try await day.workspace.status().state == "paused")
            try await setLines(of: all, up: true, day.lab)
            for name in all { try await day.node(name).expectGateway(within: 300) }
            let resumed = try await day.workspace.umstieg("rollout resume", limit: .seconds(700))
            #expect(resumed.succeeded, "\(resumed.errorText)")
            for name in Self.switched { try await day.node(name).expectNew(closed: false, within: 60) }
        }
    }
}

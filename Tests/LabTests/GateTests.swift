import Foundation
import Testing
import Transport

extension LabTests {
    /// Outages after a gateway was switched: whose fault they are, and what follows.
    @Suite(.serialized, .enabled(if: FaultCase.areWanted, FaultCase.absence))
    struct GateTests {
        private static let rolledBack = Int32(2)
        private static let paused = Int32(3)

        /// Switches gw1 alone, and cuts lines while it proves itself.
        ///
        /// - Returns: the workspace, when the program has ended with that code.
        private func outage(of gateways: [String], _ lab: Lab, endsWith code: Int32) async throws -> LabWorkspace {
            let workspace = try await LabWorkspace.fresh(lab)
            let gate = "{uplink: {within: 60s}, nodes_lost: {max: 2%, within: 60s}}"
            try workspace.writeRollout(
                confirm: "each",
                fields: "soak: 30s, gate: \(gate)",
                Variant.alone + [Variant.withoutDrain]
            )
            let controller = try await workspace.control("rollout run Playbooks/test.yaml --on gateway:gw1 --events")
            let isConfirmed = { (event: LabEvent) in event.operation == "confirm" && event.state == "confirmed" }
            let hasCome = try await controller.waits(for: isConfirmed, within: .seconds(300))
            let before = try controller.text()
            try #require(hasCome, "gw1 was never confirmed: \(before)")
            for gateway in gateways { try await lab.lab("link", gateway, "drop", "--net", "underlay") }
            try await lab.eventually("the rollout has ended", within: 400) { try controller.exitCode() != nil }
            let said = try controller.text()
            #expect(try controller.exitCode() == code, "\(said)")
            for gateway in gateways { try await lab.lab("link", gateway, "restore", "--net", "underlay") }
            return workspace
        }

        @Test(.timeLimit(.minutes(10)))
        func `an outage of what was switched alone takes it back`() async throws {
            let lab = try await Lab()
            let workspace = try await outage(of: ["gw1"], lab, endsWith: Self.rolledBack)
            #expect(try await workspace.status().state(of: "gw1") == "reverted")
            #expect(try await DeviceEnd.reached(on: "gw1", lab, within: 10) == .verifiedOld)
        }

        @Test(.timeLimit(.minutes(12)))
        func `an outage that hits all alike pauses, and when it is over the rollout goes on`() async throws {
            let lab = try await Lab()
            let workspace = try await outage(of: Lab.gateways, lab, endsWith: Self.paused)
            let status = try await workspace.status()
            #expect(status.state == "paused" && status.state(of: "gw1") == "confirmed")
            #expect(try await DeviceEnd.reached(on: "gw1", lab, within: 10) == .confirmedNew)

            try await lab.eventually("the mesh is back", within: 120) {
                // No key exchange runs here, which is unhealthy, too.
                let said = try await workspace.umstieg("health --gateways-only --output json")
                let report = try JSONDecoder().decode(LabHealth.Report.self, from: Data(said.standardOutput))
                return report.subjects.allSatisfy { $0.kind == "exchange" || $0.verdict == "healthy" }
            }
            let resumed = try await workspace.umstieg("rollout resume")
            #expect(resumed.succeeded, "\(resumed.errorText)")
            #expect(try await workspace.status().state == "done")
        }
    }
}

import Foundation
import Testing
import Transport

extension LabTests {
    /// Nodes that have no tunnel of their own.
    @Suite(.serialized, .enabled(if: FaultCase.areWanted, FaultCase.absence))
    struct DependentTests {
        @Test(.timeLimit(.minutes(25)))
        func `who meshes behind an uplink loses nothing, there and back with the domain`() async throws {
            let day = try await LabNodesDay.ready()
            try day.write(["n3"], closes: true)
            try await expectNoLoss(day, "rollout run Playbooks/nodes.yaml")
            try await day.node("n3").expectNew(closed: true, within: 60)

            try await expectNoLoss(day, "rollback --domain ffmuc_muc_nord")
            try await day.node("n3").expectOld(within: 60)
            try await day.node("n5").expectGateway(within: 60)
        }

        private func expectNoLoss(_ day: LabNodesDay, _ line: String) async throws {
            let pings = try await LabPings.during(day.lab, from: "n5") {
                let result = try await day.workspace.umstieg(line, limit: .seconds(700))
                #expect(result.succeeded, "\(result.errorText)")
                // A path that died is noticed late.
                try await Task.sleep(for: .seconds(30))
            }
            print("| n5 behind n3 | \(line) | \(pings.lost) of \(pings.sent) lost |")
            #expect(pings.lost == 0 && pings.sent > 300, "\(line): \(pings)")
        }
    }
}

import Foundation
import Testing
import Transport

extension LabTests {
    /// Nodes that have no tunnel of their own.
    @Suite(.serialized, .enabled(if: FaultCase.areWanted, FaultCase.absence))
    struct DependentTests {
        /// Ten a second: their uplink meets them anew with their next originator message, each 5 seconds, and a moment.
        private static let mostThere = 60
        /// Gateways drain no tunnel for one node that returns alone, and use a lost way for five of these messages.
        private static let mostBack = 310

        @Test(.timeLimit(.minutes(25)))
        func `who meshes behind an uplink loses seconds when a transport goes, not minutes`() async throws {
            let day = try await LabNodesDay.ready()
            try day.write(["n3"], closes: true)
            try await expect(day, "rollout run Playbooks/nodes.yaml", losesAtMost: Self.mostThere)
            try await day.node("n3").expectNew(closed: true, within: 60)

            try await expect(day, "rollback --host 02caffee0003", losesAtMost: Self.mostBack)
            try await day.node("n3").expectOld(within: 60)
            try await day.node("n5").expectGateway(within: 60)
        }

        private func expect(_ day: LabNodesDay, _ line: String, losesAtMost most: Int) async throws {
            let pings = try await LabPings.during(day.lab, from: "n5") {
                let result = try await day.workspace.umstieg(line, limit: .seconds(700))
                #expect(result.succeeded, "\(result.errorText)")
                // A path that died is noticed late.
                try await Task.sleep(for: .seconds(30))
            }
            print("| n5 behind n3 | \(line) | \(pings.lost) of \(pings.sent) lost |")
            #expect(pings.lost <= most && pings.sent > 300, "\(line): \(pings)")
        }
    }
}

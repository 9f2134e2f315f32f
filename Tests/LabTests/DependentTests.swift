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
            let there = try await LabPings.during(day.lab, from: "n5") {
                let result = try await day.workspace.umstieg("rollout run Playbooks/nodes.yaml", limit: .seconds(700))
                #expect(result.succeeded, "\(result.errorText)")
                // A path that died is noticed late.
                try await Task.sleep(for: .seconds(30))
            }
            print("| n5 behind n3 | there | \(there.lost) of \(there.sent) lost |")
            #expect(there.lost <= Self.mostThere && there.sent > 300, "\(there)")
            try await day.node("n3").expectNew(closed: true, within: 60)

            let back = try await LabPings.during(day.lab, from: "n5") {
                let result = try await day.workspace.umstieg("rollback --host 02caffee0003", limit: .seconds(700))
                #expect(result.succeeded, "\(result.errorText)")
                try await Task.sleep(for: .seconds(30))
            }
            print("| n5 behind n3 | back | \(back.lost) of \(back.sent) lost |")
            #expect(back.lost <= Self.mostBack && back.sent > 300, "\(back)")
            try await day.node("n3").expectOld(within: 60)
            try await day.node("n5").expectGateway(within: 60)
        }
    }
}

import Foundation
import Testing

extension LabTests {
    /// Nodes that were closed look after themselves: no controller runs in any of these.
    @Suite(.serialized, .enabled(if: FaultCase.areWanted, FaultCase.absence))
    struct ProbationTests {
        private static let minute = 60
        /// On top of the minutes without a gateway.
        private static let margin = 2

        @Test(.timeLimit(.minutes(30)))
        func `with WireGuard blocked everywhere all nodes are back on fastd in time`() async throws {
            let day = try await LabNodesDay.closed()
            for name in LabNodesDay.nodes where name != "n7" {
                try await day.node(name).console("/etc/init.d/micrond start")
            }
            let clock = ContinuousClock()
            let begun = clock.now
            try await LabNode.block(true, day.lab)
            let limit = (LabNodesDay.withoutGateway + Self.margin) * Self.minute
            var waiting = Set(LabNodesDay.nodes)
            while !waiting.isEmpty, clock.now - begun < .seconds(2 * limit) {
                for name in waiting {
                    guard let interfaces = try? await day.node(name).interfaces else { continue }
                    guard interfaces.contains("fastd-vpn: active"), !interfaces.contains("mesh-vpn") else { continue }
                    guard (try? await day.node(name).console("umstieg-mesh-vpn check")) == "" else { continue }
                    let seconds = (clock.now - begun) / .seconds(1)
                    print("| \(name) | back on fastd after | \(Int(seconds)) s |")
                    #expect(seconds <= Double(limit), "\(name)")
                    waiting.remove(name)
                }
                try await Task.sleep(for: .seconds(2))
            }
            #expect(waiting.isEmpty)
            for name in LabNodesDay.nodes {
                let result = try await day.node(name).console("cat /etc/umstieg/probation.result")
                #expect(result.hasPrefix("returned-by-probation"), "\(name): \(result)")
            }
            // Who meshes behind them came along.
            for name in ["n5", "n6"] { try await day.node(name).expectGateway(within: 120) }
        }

        @Test(.timeLimit(.minutes(40)))
        func `an outage of the provider sends nobody back`() async throws {
            let day = try await LabNodesDay.closed()
            let node = day.node("n7")
            try await day.lab.lab("link", "n7", "drop", "--net", "underlay")
            try await Task.sleep(for: .seconds(4 * LabNodesDay.withoutGateway * Self.minute))
            #expect(try await node.console("uci get wireguard.mesh_vpn.enabled") == "1")
            try await day.lab.lab("link", "n7", "restore", "--net", "underlay")
            try await node.expectNew(closed: true, within: 300)
            #expect(try await node.console("ls /etc/umstieg/probation.result 2>/dev/null || echo none") == "none")
        }
    }
}

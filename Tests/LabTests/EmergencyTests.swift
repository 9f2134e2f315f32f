import Foundation
import Testing
import Transport

extension LabTests {
    /// The emergency of a domain whose nodes are on WireGuard, by somebody who has the inventory's file only.
    @Suite(.serialized, .enabled(if: FaultCase.areWanted, FaultCase.absence))
    struct EmergencyTests {
        private static let pending = Int32(3)

        @Test(.timeLimit(.minutes(30)))
        func `a node that is away keeps the gateways dual, and when it has come back they follow`() async throws {
            let day = try await LabNodesDay.closed()
            try await day.lab.lab("link", "n7", "drop", "--net", "underlay")
            let rollback = "rollback --domain \(Lab.domain)"
            let first = try await day.workspace.umstieg(rollback, limit: .seconds(900))
            #expect(first.ending == .exited(Self.pending), "\(first.errorText)")
            #expect((first.text + first.errorText).contains("02caffee0007"), "\(first.text)\n\(first.errorText)")
            for name in ["n1", "n2", "n3", "n4"] { try await day.node(name).expectOld(within: 60) }
            for gateway in Lab.gateways {
                let interfaces = try await day.lab.ssh(gateway, "batctl meshif bat-muc_nord interface")
                #expect(interfaces.contains("vx-muc_nord: active") && interfaces.contains("fastd-muc_nord: active"))
            }

            try await day.lab.lab("link", "n7", "restore", "--net", "underlay")
            try await day.node("n7").expectGateway(within: 300)
            let second = try await day.workspace.umstieg(rollback, limit: .seconds(900))
            #expect(second.succeeded, "\(second.errorText)")
            try await day.node("n7").expectOld(within: 60)
            for gateway in Lab.gateways {
                let interfaces = try await day.lab.ssh(
                    gateway,
                    "batctl meshif bat-muc_nord interface; wg show interfaces"
                )
                #expect(!interfaces.contains("vx-muc_nord"), "\(interfaces)")
                #expect(!interfaces.contains("wg-muc_nord"), "\(interfaces)")
            }
        }

        @Test(.timeLimit(.minutes(30)))
        func `a rollout on a second laptop is refused by the devices while the emergency runs`() async throws {
            let day = try await LabNodesDay.ready()
            let controller = try await day.startWaiting(["n1", "n2"], waves: "[1, 100%]")
            let other = try await LabWorkspace.another(day.lab)
            let rollback = try await other.umstieg("rollback --domain \(Lab.domain)", limit: .seconds(900))
            #expect(rollback.succeeded, "\(rollback.errorText)")
            let (code, log) = try await day.end(of: controller)
            #expect(code != 0, "\(log)")
            for name in ["n1", "n2"] { try await day.node(name).expectOld(within: 60) }
            // A hold says no to whoever comes with the old token.
            let again = try await day.workspace.umstieg("rollout run Playbooks/nodes.yaml", limit: .seconds(400))
            #expect(!again.succeeded)
        }
    }
}

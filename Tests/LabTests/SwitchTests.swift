import FleetModel
import Foundation
import Testing
import Transport

extension LabTests {
    /// The main job: there, and back.
    @Suite(.serialized)
    struct SwitchTests {
        @Test(.timeLimit(.minutes(10)))
        func `gateways learn WireGuard and forget it again without a lost ping`() async throws {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            let there = try await LabPings.during(lab) {
                try await workspace.succeed("rollout run Playbooks/gateways.yaml")
            }
            #expect(there.lost == 0 && there.sent > 100, "the switch: \(there)")
            for (host, other) in [("gw1", "gw2"), ("gw2", "gw1")] {
                try await expectSwitched(lab, host, other)
            }
            let done = try await workspace.status()
            #expect(done.state == "done")
            #expect(done.hosts.allSatisfy { $0.state == "confirmed" && ($0.seconds ?? .infinity) < ($0.deadline ?? 0) })

            let back = try await LabPings.during(lab) { try await workspace.succeed("rollback --domain \(Lab.domain)") }
            #expect(back.lost == 0 && back.sent > 100, "the return: \(back)")
            for host in Lab.gateways {
                lab.expectEqual(try await lab.fingerprint(host), try await lab.savedFingerprint(host), on: host)
                try await expectDigestAsBefore(lab, host)
            }
            #expect(try await workspace.status().hosts.allSatisfy { $0.state == "reverted" })
        }

        private func expectSwitched(_ lab: Lab, _ host: String, _ other: String) async throws {
            let interfaces = try await lab.ssh(host, "batctl meshif bat-muc_nord interface")
            #expect(interfaces.contains("vx-muc_nord: active"))
            #expect(interfaces.contains("fastd-muc_nord: active"))
            let age = try await lab.ssh(
                host,
                "echo $(($(date +%s) - $(wg show wg-muc_nord latest-handshakes | awk '{ print $2 }')))"
            )
            let seconds = try #require(Int(age.trimmingCharacters(in: .whitespacesAndNewlines)))
            #expect(seconds < 180, "the last handshake of \(host) is \(seconds) s old")
            let entries = try await lab.ssh(host, "bridge fdb show dev vx-muc_nord")
            #expect(entries.contains("00:00:00:00:00:00 dst fe80::") && entries.contains(" via wg-muc_nord"))
            let address = try await lab.ssh(other, "cat /sys/class/net/dummy-muc_nord/address")
            let best = try await lab.ssh(
                host,
                "batctl meshif bat-muc_nord originators -H | grep -F '*' | grep -F \(address.dropLast().description.shellQuoted)"
            )
            #expect(best.contains("[vx-muc_nord]") || best.contains("vx-muc_nord]"))
        }

        /// The device's own proof: its digest of all that was touched, before and now.
        private func expectDigestAsBefore(_ lab: Lab, _ host: String) async throws {
            let status = try await lab.ssh(
                host,
                "for tx in /var/lib/umstieg/tx/*; do sh \"$tx/umstieg-device\" status \"${tx##*/}\"; done"
            )
            struct Answer: Decodable {
                struct Digests: Decodable {
                    var before: String
                    var now: String
                }

                var state: String
                var digests: Digests
            }
            let answer = try JSONDecoder().decode(Answer.self, from: Data(status.utf8))
            #expect(answer.state == "reverted")
            #expect(answer.digests.before == answer.digests.now)
        }
    }
}

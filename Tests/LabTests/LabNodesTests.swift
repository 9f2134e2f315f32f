import Foundation
import Testing

extension LabTests {
    /// The lab's own nodes as playbooks for nodes find them.
    ///
    /// What is OpenWrt's or Gluon's there is a stand-in.
    @Suite(.serialized, .enabled(if: HealthFault.areWanted, HealthFault.absence))
    struct LabNodesTests {
        /// What the console of a node prints, without the last line feed.
        private func console(_ lab: Lab, _ node: String, _ command: String) async throws -> String {
            try await lab.ssh(node, command).trimmingCharacters(in: .whitespacesAndNewlines)
        }

        @Test(.timeLimit(.minutes(20)))
        func `the firmware's part goes over to WireGuard without a lost ping, and finds back`() async throws {
            let lab = try await LabExchange.ready(try await Lab()).lab
            try await lab.ssh("n1", "umstieg-mesh-vpn check")
            let pings = try await LabPings.during(lab) { try await lab.ssh("n1", "umstieg-mesh-vpn wireguard") }
            #expect(pings.lost == 0 && pings.sent > 100, "\(pings)")
            let settings = "uci get fastd.mesh_vpn.enabled; uci get wireguard.mesh_vpn.enabled"
            #expect(try await console(lab, "n1", settings) == "0\n1")
            let interfaces = try await lab.ssh("n1", "batctl meshif bat0 interface")
            #expect(interfaces.contains("mesh-vpn: active") && !interfaces.contains("fastd-vpn"))

            // A power cut leaves nothing but what is in flash; then micrond builds the tunnel, and fastd stays off.
            try await lab.ssh("n1", "/etc/init.d/micrond enable; sync")
            let boot = try await console(lab, "n1", "cat /proc/sys/kernel/random/boot_id")
            try await lab.ssh("nodes", "systemctl restart node@n1")
            try await lab.eventually("n1's tunnel is there again", within: 240) {
                try await lab.ssh("n1", "umstieg-mesh-vpn check").isEmpty
            }
            #expect(try await console(lab, "n1", "cat /proc/sys/kernel/random/boot_id") != boot)
            #expect(try await console(lab, "n1", "/etc/init.d/fastd running || echo stopped") == "stopped")

            // Gateways drain all nodes or none, so this one's return costs some.
            let back = try await LabPings.during(lab) { try await lab.ssh("n1", "umstieg-mesh-vpn fastd") }
            #expect(back.lost < 100 && back.sent > 100, "\(back)")
            #expect(try await console(lab, "n1", "batctl meshif bat0 orig_interval") == "5000")
            try await lab.ssh("n1", "umstieg-mesh-vpn check")
        }

        @Test(.timeLimit(.minutes(20)))
        func `a node in a machine of its own has its own clock, boots and flash`() async throws {
            let lab = try await Lab()
            try await lab.lab("restore")
            let boot = try await console(lab, "n7", "cat /proc/sys/kernel/random/boot_id")
            try await lab.ssh("n7", "uci set gluon.core.umstieg_test=kept && uci commit gluon")
            try await lab.ssh("n7", "date -s '2024-11-01 12:00:00' && sync && reboot")
            try await lab.eventually("n7 has booted", within: 240) {
                try await console(lab, "n7", "cat /proc/sys/kernel/random/boot_id") != boot
            }
            #expect(try await console(lab, "n7", "date +%Y; uci get gluon.core.umstieg_test") == "2024\nkept")
            try await lab.lab("cut", "n7")
            try await lab.lab("start", "n7")
            #expect(try await console(lab, "n7", "date +%Y; uci get gluon.core.umstieg_test") == "2024\nkept")
            try await lab.ssh("n7", "ntpd -n -q -p 172.31.7.10")
            #expect(try await console(lab, "n7", "date +%Y") != "2024")
            try await lab.eventually("n7 has its gateway again", within: 120) {
                try await lab.ssh("n7", "umstieg-mesh-vpn check").isEmpty
            }
        }

        @Test(.timeLimit(.minutes(20)))
        func `a domain on the same gateways loses no ping while the other one is switched and returns`() async throws {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            let pings = try await LabPings.during(lab, from: "n8") {
                try await workspace.succeed("rollout run Playbooks/gateways.yaml")
                try await workspace.succeed("rollback --domain \(Lab.domain)")
            }
            #expect(pings.lost == 0 && pings.sent > 200, "\(pings)")
        }
    }
}

import FleetModel
import Foundation
import Testing
import Transport

extension LabTests {
    /// What can go wrong on migration day, each on real machines.
    ///
    /// In the end every gateway is as it was.
    @Suite(.serialized)
    struct FaultTests {
        private static let rolledBack = Int32(2)

        /// Each gateway, by the lab's own eyes: nothing of the new transport, no timer, all files as before.
        private func expectOld(_ lab: Lab, within seconds: Int = 5) async throws {
            for host in Lab.gateways {
                let before = try await lab.savedFingerprint(host)
                try await lab.eventually("\(host) is as before", within: seconds) {
                    try await !hasNew(lab, host)
                }
                lab.expectEqual(try await lab.fingerprint(host), before, on: host)
                let timers = try await lab.ssh(host, "systemctl list-timers --all --no-legend 'umstieg-*'")
                #expect(timers.isEmpty, "a timer is left on \(host): \(timers)")
            }
        }

        /// Whether anything of the new transport, or a transaction that is not at rest, is there.
        private func hasNew(_ lab: Lab, _ host: String) async throws -> Bool {
            let links = try await lab.ssh(
                host,
                """
                ls /sys/class/net /etc/systemd/network /etc/systemd/system
                systemctl list-units --all --no-legend --plain 'umstieg-*'
                """
            )
            return ["vx-muc_nord", "umstieg-"].contains { links.contains($0) }
        }

        /// The states that the devices tell of the rollout's transactions.
        private func states(_ lab: Lab, _ host: String) async throws -> String {
            try await lab.ssh(
                host,
                """
                for tx in /var/lib/umstieg/tx/*/umstieg-device; do
                    [ -e "$tx" ] || continue
                    id=${tx%/*}; sh "$tx" status "${id##*/}"; echo
                done
                """
            )
        }

        private func waitForBothApplied(_ workspace: LabWorkspace) async throws {
            try await workspace.lab.eventually("both gateways are applied", within: 240) {
                try await workspace.status().hosts.allSatisfy { $0.state == "applied" }
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `an impossible VNI, to which networkd says 0, reverts by itself`() async throws {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            try workspace.writeRollout([
                Variant.impossibleVNI, Variant.withoutDrain, ("within: 60s\n      units", "within: 20s\n      units"),
            ])
            let result = try await workspace.umstieg("rollout run Playbooks/test.yaml")
            #expect(result.ending == .exited(Self.rolledBack))
            #expect(result.errorText.contains("vx-muc_nord"))
            try await expectOld(lab)
            #expect(try await workspace.status().state(of: "gw1") == "reverted")
        }

        @Test(.timeLimit(.minutes(10)))
        func `a second rollout is refused, and without their controller both gateways go back by themselves`()
            async throws
        {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            try workspace.writeRollout([Variant.deadline(90), Variant.waitingForWord, Variant.withoutDrain])
            let controller = try await workspace.start("rollout run Playbooks/test.yaml")
            try await waitForBothApplied(workspace)

            let second = try await workspace.umstieg("rollout run Playbooks/migration-day.yaml")
            #expect(second.ending == .exited(1))
            #expect(second.errorText.contains("is pending"))

            kill(controller, SIGKILL)
            for host in Lab.gateways { #expect(try await lab.ssh(host, "ls /sys/class/net").contains("vx-muc_nord")) }
            // The deadline, and the revert bound on top.
            try await expectOld(lab, within: 90 + 180)
            for host in Lab.gateways {
                let states = try await states(lab, host)
                #expect(states.contains("\"state\":\"reverted\"") && states.contains("\"reason\":\"deadline\""))
            }
        }

        @Test(.timeLimit(.minutes(10)))
        func `a power cut between apply and confirm is undone after the boot`() async throws {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            try workspace.writeRollout([Variant.waitingForWord, Variant.withoutDrain])
            let controller = try await workspace.start("rollout run Playbooks/test.yaml --on gateway:gw1")
            try await lab.eventually("gw1 is applied", within: 200) {
                try await workspace.status().state(of: "gw1") == "applied"
            }
            try await lab.lab("cut", "gw1")
            kill(controller, SIGKILL)
            try await lab.lab("start", "gw1")
            try await lab.eventually("gw1 says reverted", within: 240) {
                try await states(lab, "gw1").contains("\"state\":\"reverted\"")
            }
            #expect(try await states(lab, "gw1").contains("\"reason\":\"reboot\""))
            try await expectOld(lab, within: 60)
        }

        @Test(.timeLimit(.minutes(10)))
        func `a management link that drops during apply leaves nothing between old and new`() async throws {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            let slow = "{name: slow, command: {run: \"sleep 15\", undo: \"\"}}"
            try workspace.writeRollout([Variant.deadline(90), Variant.step(slow), Variant.withoutDrain])
            let controller = try await workspace.start("rollout run Playbooks/test.yaml --on gateway:gw1")
            try await lab.eventually("gw1 runs its slow step", within: 200) {
                try workspace.log().contains("slow")
            }
            try await lab.lab("link", "gw1", "drop")
            try await Task.sleep(for: .seconds(30))
            try await lab.lab("link", "gw1", "restore")
            try await lab.eventually("the rollout has ended", within: 360) { kill(controller, 0) != 0 }
            let status = try await workspace.status()
            let states = Set(status.hosts.map(\.state))
            if states == ["confirmed"] {
                #expect(status.state == "done")
            } else {
                #expect(status.state == "rolled-back", "\(states)")
                try await expectOld(lab)
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a step that hangs is killed at the deadline and undone`() async throws {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            let hangs = "{name: hangs, command: {run: \"sleep 3600\", undo: \"\"}}"
            try workspace.writeRollout([Variant.deadline(60), Variant.step(hangs), Variant.withoutDrain])
            let result = try await workspace.umstieg("rollout run Playbooks/test.yaml")
            #expect(result.ending == .exited(Self.rolledBack))
            #expect(try await lab.ssh("gw1", "pgrep -f 'sleep 360[01]' || echo none") == "none\n")
            #expect(try await states(lab, "gw1").contains("\"reason\":\"deadline\""))
            try await expectOld(lab)
        }

        @Test(.timeLimit(.minutes(8)))
        func `a disk that fills during apply is no hindrance to going back`() async throws {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            let fill =
                "{name: fill, command: {run: \"cat /dev/zero > /var/filler || :; cp /bin/sh /etc/filler\", "
                + "undo: \"rm -f /etc/filler\"}}"
            try workspace.writeRollout([Variant.step(fill), Variant.withoutDrain])
            let result = try await workspace.umstieg("rollout run Playbooks/test.yaml")
            #expect(result.ending == .exited(Self.rolledBack))
            #expect(try await lab.ssh("gw1", "df -P / | awk 'END { print $4 }'").first == "0")
            #expect(try await states(lab, "gw1").contains("\"state\":\"reverted\""))
            try await expectOld(lab)
        }

        @Test(.timeLimit(.minutes(5)))
        func `a changed host key is refused before any byte of the playbook is sent`() async throws {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            // gw2 shows its own keys where those of gw1 are pinned.
            let known = workspace.directory.appending(path: "known_hosts")
            let lines = try String(contentsOf: known, encoding: .utf8).split(separator: "\n")
            let ports = Set(lines.compactMap { $0.split(separator: " ").first })
            let one = try #require(lines.first { $0.contains("ed25519") })
            let swapped = ports.map { "\($0) " + one.split(separator: " ").dropFirst().joined(separator: " ") }
            try swapped.joined(separator: "\n").appending("\n").write(to: known, atomically: true, encoding: .utf8)
            let result = try await workspace.umstieg("rollout run Playbooks/migration-day.yaml")
            #expect(!result.succeeded)
            #expect(result.errorText.contains("host key changed"))
            try await expectOld(lab)
            for host in Lab.gateways {
                #expect(try await lab.ssh(host, "[ -e /var/lib/umstieg ] && echo there || echo none") == "none\n")
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `with gw2 unreachable nothing is left changed anywhere`() async throws {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            try await lab.lab("link", "gw2", "drop")
            let result = try await workspace.umstieg("rollout run Playbooks/migration-day.yaml")
            #expect(result.ending == .exited(Self.rolledBack))
            #expect(result.errorText.contains("gw2"))
            try await lab.lab("link", "gw2", "restore")
            try await lab.eventually("gw2 answers again", within: 60) { try await lab.ssh("gw2", "true").isEmpty }
            try await expectOld(lab)
        }

        @Test(.timeLimit(.minutes(8)))
        func `Ctrl-C lets no new step start, and what isn't confirmed goes back`() async throws {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            let controller = try await workspace.start("rollout run Playbooks/migration-day.yaml")
            try await lab.eventually("gw1 is armed", within: 200) { try workspace.log().contains("begin: armed") }
            kill(controller, SIGINT)
            try await lab.eventually("the rollout has ended", within: 300) { kill(controller, 0) != 0 }
            #expect(try workspace.log().contains("interrupted"))
            #expect(try await workspace.status().state == "rolled-back")
            #expect(!(try workspace.log().contains("gw2/\(Lab.domain): begin")))
            try await expectOld(lab)
        }
    }
}

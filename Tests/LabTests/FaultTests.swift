import FleetModel
import Foundation
import Testing
import Transport

extension LabTests {
    /// What can go wrong on migration day and is no case of the fault matrix, each on real machines.
    @Suite(.serialized)
    struct FaultTests {
        private static let rolledBack = Int32(2)
        private static let paused = Int32(3)

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

        @Test(.enabled(if: FaultCase.areWanted, FaultCase.absence), .timeLimit(.minutes(8)))
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

        @Test(.timeLimit(.minutes(12)))
        func `nobody else can begin, and without their controller both gateways go back`() async throws {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            try workspace.writeRollout([Variant.waitingForWord, Variant.withoutDrain])
            let controller = try await workspace.control("rollout run Playbooks/test.yaml --events")
            // Both are applied, and have got their time anew.
            #expect(try await controller.waits(for: { $0.isIntended("verify", on: "gw1") }, within: .seconds(300)))

            let second = try await workspace.umstieg("rollout run Playbooks/gateways.yaml")
            #expect(second.ending == .exited(1))
            #expect(second.errorText.contains("has the workspace"))
            // Nor can somebody whose workspace knows nothing of it: the devices refuse.
            let other = try await LabWorkspace.another(lab)
            let stranger = try await other.umstieg("rollout run Playbooks/gateways.yaml")
            #expect(stranger.ending == .exited(1))
            #expect(stranger.errorText.contains("is pending"))

            kill(controller.process, SIGKILL)
            for host in Lab.gateways {
                #expect(try await lab.ssh(host, "ls /sys/class/net").contains("vx-muc_nord"))
                try await bringDeadlineNear(lab, host)
            }
            // The deadline, and the revert bound on top.
            try await expectOld(lab, within: 30 + 180)
            for host in Lab.gateways {
                let transaction = try #require(try await LabTransaction.all(lab, host).last)
                #expect(transaction.state == "reverted" && transaction.reason == "deadline", "\(transaction)")
            }
        }

        /// Leaves half a minute until a gateway goes back by itself: nobody has to wait for the rest, and the deadline
        /// can still be one that no loaded machine misses while it applies.
        private func bringDeadlineNear(_ lab: Lab, _ host: String) async throws {
            let transaction = try #require(try await LabTransaction.all(lab, host).last)
            let directory = "/var/lib/umstieg/tx/\(transaction.id)"
            try await lab.ssh(
                host,
                "sh \(directory)/umstieg-device extend \(transaction.id) 30 --fence \(transaction.fencingToken)"
            )
        }

        @Test(.enabled(if: FaultCase.areWanted, FaultCase.absence), .timeLimit(.minutes(8)))
        func `a step that hangs is killed at the deadline and undone`() async throws {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            let hangs = "{name: hangs, command: {run: \"sleep 3600\", undo: \"\"}}"
            try workspace.writeRollout([Variant.deadline(60), Variant.step(hangs), Variant.withoutDrain])
            let result = try await workspace.umstieg("rollout run Playbooks/test.yaml")
            #expect(result.ending == .exited(Self.rolledBack))
            #expect(try await lab.ssh("gw1", "pgrep -f 'sleep 360[01]' || echo none") == "none\n")
            #expect(try await LabTransaction.all(lab, "gw1").last?.reason == "deadline")
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
            let result = try await workspace.umstieg("rollout run Playbooks/gateways.yaml")
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
            let result = try await workspace.umstieg("rollout run Playbooks/gateways.yaml")
            #expect(result.ending == .exited(Self.rolledBack))
            #expect(result.errorText.contains("gw2"))
            try await lab.lab("link", "gw2", "restore")
            try await lab.eventually("gw2 answers again", within: 60) { try await lab.ssh("gw2", "true").isEmpty }
            try await expectOld(lab)
        }

        @Test(.enabled(if: FaultCase.areWanted, FaultCase.absence), .timeLimit(.minutes(10)))
        func `Ctrl-C pauses: no new step starts, what waits for others goes back; resuming switches both`()
            async throws
        {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            try workspace.writeRollout([Variant.withoutDrain])
            let controller = try await workspace.control("rollout run Playbooks/test.yaml --events")
            let isArmed = { (event: LabEvent) in event.event == "observed" && event.state == "armed" }
            #expect(try await controller.waits(for: isArmed, within: .seconds(200)))
            kill(controller.process, SIGINT)
            try await lab.eventually("the rollout has ended", within: 300) { try controller.exitCode() != nil }
            #expect(try controller.exitCode() == Self.paused)
            let status = try await workspace.status()
            #expect(status.state == "paused" && status.hosts.allSatisfy { ["pending", "prepared"].contains($0.state) })
            #expect(!LabEvent.read(try controller.text()).contains { $0.isIntended("begin", on: "gw2") })
            try await expectOld(lab)

            let resumed = try await workspace.umstieg("rollout resume")
            #expect(resumed.succeeded, "\(resumed.errorText)")
            #expect(try await workspace.status().state == "done")
            for host in Lab.gateways {
                #expect(try await DeviceEnd.reached(on: host, lab, within: 10) == .confirmedNew)
            }
        }
    }
}

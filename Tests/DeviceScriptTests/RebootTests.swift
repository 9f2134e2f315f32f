import Foundation
import Testing
import Transactions

/// What happens at the boot after a power cut.
struct RebootTests {
    enum Moment: String, CaseIterable, Sendable {
        case armed
        case applying
        case applied
        case reverting
    }

    @Test(arguments: Shell.real, Moment.allCases)
    func `an unconfirmed transaction is taken back in two stages`(shell: Shell, moment: Moment) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            try await bring(device, to: moment)
            try device.cutPower()

            try device.write("", to: "/world/calls")
            let early = try await device.run("exec sh '\(device.state)/boot' boot-early")
            #expect(early.status == 0)
            #expect(device.calls.allSatisfy { !$0.hasPrefix("networkctl") && !$0.hasPrefix("systemctl start") })
            if moment != .armed {
                #expect(try await device.report(.status(id: "t1")).state == .reverting)
            }
            #expect(device.read("/etc/existing") == "old\n")
            #expect(!device.exists("/etc/systemd/network/30-wg.netdev"))
            #expect(!device.exists("/world/units/new.service/enabled"))
            let late = try await device.run("exec sh '\(device.state)/boot' boot-late")
            #expect(late.status == 0, "\(late.errorText)")
            let report = try await device.report(.status(id: "t1"))
            #expect(report.state == .reverted)
            #expect(report.reason == (moment == .reverting ? "rollback" : "reboot"))
            #expect(try await device.fingerprint() == before)
            #expect(try await device.leftovers() == "")
        }
    }

    private func bring(_ device: DeviceUnderTest, to moment: Moment) async throws {
        try await device.report(.begin(.sample()))
        switch moment {
        case .armed:
            return
        case .applying:
            try device.setFault("apply-3", "hang")
            try await device.report(.apply(id: "t1", wait: 0))
            try await device.until("step 3 runs") { device.read("/world/hooks")?.hasSuffix("apply-3\n") == true }
            try device.clearFault("apply-3", "hang")
        case .applied:
            try await device.report(.apply(id: "t1", wait: 30))
        case .reverting:
            try await device.report(.apply(id: "t1", wait: 30))
            try device.setFault("undo-3", "hang")
            try await device.report(.rollback(id: "t1", force: false, wait: 0))
            try await device.until("undo 3 runs") { device.read("/world/hooks")?.hasSuffix("undo-3\n") == true }
            try device.clearFault("undo-3", "hang")
        }
    }

    @Test(arguments: Shell.real)
    func `a confirmed transaction survives a reboot`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            try await device.report(.begin(.sample()))
            let other = DeviceStep(name: "x", paths: ["/etc/x"])
            try await device.report(.begin(.sample("other", scope: "host", steps: [other])))
            try await device.report(.apply(id: "t1", wait: 30))
            try await device.report(.confirm(id: "t1"))
            try device.cutPower()
            for stage in ["boot-early", "boot-late"] {
                #expect(try await device.run("exec sh '\(device.state)/boot' \(stage)").status == 0)
            }
            #expect(try await device.report(.status(id: "t1")).state == .confirmed)
            #expect(try await device.report(.status(id: "other")).state == .reverted)
            #expect(device.read("/etc/existing") == "changed\n")
            #expect(!device.exists("/var/lib/umstieg/boot"))
        }
    }

    @Test(arguments: Shell.real)
    func `the late stage alone is enough`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            try await bring(device, to: .applied)
            try device.cutPower()
            #expect(try await device.run("exec sh '\(device.state)/boot' boot-late").status == 0)
            #expect(try await device.report(.status(id: "t1")).state == .reverted)
            #expect(try await device.fingerprint() == before)
        }
    }

    @Test
    func `boot stages of a device that was not booted change nothing`() async throws {
        try await DeviceUnderTest.with(.dash) { device in
            try await bring(device, to: .applied)
            for stage in ["boot-early", "boot-late"] {
                #expect(try await device.run("exec sh '\(device.state)/boot' \(stage)").status == 0)
            }
            #expect(try await device.report(.status(id: "t1")).state == .applied)
        }
    }

    @Test
    func `the boot units run before and after the network and never block it`() async throws {
        try await DeviceUnderTest.with(.dash) { device in
            try await device.report(.begin(.sample(steps: [.fastdFiles])))
            let early = try #require(device.read("/etc/systemd/system/umstieg-boot-early.service"))
            #expect(early.contains("DefaultDependencies=no\n"))
            #expect(early.contains("Before=network-pre.target systemd-networkd.service"))
            #expect(early.contains("TimeoutStartSec="))
            #expect(early.contains("ExecStart=-/bin/sh"))
            let late = try #require(device.read("/etc/systemd/system/umstieg-boot-late.service"))
            #expect(late.contains("Restart=on-failure"))
        }
    }
}

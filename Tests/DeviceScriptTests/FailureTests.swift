import Foundation
import Testing
import Transactions

/// Faults of steps, of undos and of what they call.
struct FailureTests {
    @Test(arguments: Shell.real, 1...3)
    func `a step that fails takes everything back at once`(shell: Shell, step: Int) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            try device.setFault("apply-\(step)")
            try await device.report(.begin(.sample()))
            let report = try await device.report(.apply(id: "t1", wait: 30))
            #expect(report.state == .reverted)
            #expect(report.step == step)
            #expect(report.reason == "step \(step) failed: fault apply-\(step)")
            #expect(try await device.fingerprint() == before)
            let undone = (1...step).reversed().map { "undo-\($0)\n" }.joined()
            #expect(device.read("/world/hooks")?.hasSuffix("apply-\(step)\n" + undone) == true)
            #expect(try await device.leftovers() == "")
        }
    }

    @Test(arguments: Shell.real, 1...3)
    func `an undo that fails is told, and a later rollback goes on`(shell: Shell, step: Int) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            try device.setFault("undo-\(step)")
            try await device.report(.begin(.sample(revertBound: 2)))
            try await device.report(.apply(id: "t1", wait: 30))
            let failed = try await device.report(.rollback(id: "t1", force: false, wait: 30))
            #expect(failed.state == .revertFailed)
            #expect(failed.differences == ["step \(step): undo failed: fault undo-\(step)"])
            // All that could be undone was undone.
            #expect(try await device.fingerprint() == before)
            #expect(try await device.refusal(.begin(.sample("t2"))) == .pending)
            try device.clearFault("undo-\(step)")
            let reverted = try await device.report(.rollback(id: "t1", force: false, wait: 30))
            #expect(reverted.state == .reverted && reverted.differences == [])
            #expect(try await device.report(.begin(.sample("t2"))).state == .armed)
        }
    }

    @Test(arguments: Shell.real)
    func `a unit that can't be stopped is a difference`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            try device.setFault("systemctl-stop-new.service")
            try await device.report(.begin(.sample(revertBound: 2)))
            try await device.report(.apply(id: "t1", wait: 30))
            let failed = try await device.report(.rollback(id: "t1", force: false, wait: 60))
            #expect(failed.state == .revertFailed)
            #expect(failed.differences.contains("new.service can't be stopped"))
            #expect(failed.differences.contains { $0.hasPrefix("unit new.service: ") })
        }
    }

    @Test(arguments: Shell.real)
    func `links go one at a time, the last one first, and by ip if networkd can't`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.setFault("networkctl-delete-wg-nord")
            try await device.report(.begin(.sample(steps: [.networkUnits])))
            try await device.report(.apply(id: "t1", wait: 30))
            #expect(try await device.report(.rollback(id: "t1", force: false, wait: 60)).state == .reverted)
            let deletions = device.calls.filter { $0.contains("delete") || $0.contains("link del") }
            #expect(deletions == ["networkctl delete vx-nord", "networkctl delete wg-nord", "ip link del dev wg-nord"])
        }
    }

    @Test(arguments: Shell.real, ["systemd", "process"])
    func `a step that hangs is killed at the deadline`(shell: Shell, flavour: String) async throws {
        try await DeviceUnderTest.with(shell, flavour: flavour) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            try device.setFault("apply-1", "hang")
            try await device.report(.begin(.sample(deadline: 6, steps: [.fastdFiles])))
            let report = try await device.report(.apply(id: "t1", wait: 20))
            #expect(report.state == .reverted && report.reason == "deadline")
            #expect(try await device.fingerprint() == before)
            #expect(try await device.worker() == "")
        }
    }

    @Test(arguments: Shell.real)
    func `an undo that hangs is killed, and the others go on`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            try device.setFault("undo-2", "hang")
            try await device.report(.begin(.sample(revertBound: 4)))
            try await device.report(.apply(id: "t1", wait: 30))
            let report = try await device.report(.rollback(id: "t1", force: false, wait: 60))
            #expect(report.state == .revertFailed)
            #expect(report.differences.first?.hasPrefix("step 2: undo failed") == true)
            #expect(try await device.fingerprint() == before)
        }
    }

    @Test(arguments: Shell.real)
    func `a check that never succeeds says what is missing`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            let step = DeviceStep(name: "check", check: "echo \"vx is \\\"missing\\\"\"; false", checkSeconds: 1)
            try await device.report(.begin(.sample(steps: [step])))
            let report = try await device.report(.apply(id: "t1", wait: 20))
            #expect(report.state == .reverted)
            #expect(report.reason == "step 1 failed: vx is \"missing\"")
        }
    }

    @Test(arguments: Shell.real)
    func `what was changed by hand is refused by name, and kept if it is forced`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            try await device.report(.begin(.sample()))
            try await device.report(.apply(id: "t1", wait: 30))
            try await device.report(.confirm(id: "t1"))
            try device.write("by hand\n", to: "/etc/existing")
            do {
                try await device.report(.rollback(id: "t1", force: false, wait: nil))
                Issue.record("should be refused")
            } catch let refusal as DeviceRefusal {
                #expect(refusal.code == .drift)
                #expect(refusal.message.contains("/etc/existing"))
                #expect(refusal.differences.count == 1)
            }
            #expect(device.read("/etc/existing") == "by hand\n")
            #expect(try await device.report(.status(id: "t1")).state == .confirmed)
            #expect(try await device.report(.rollback(id: "t1", force: true, wait: nil)).state == .reverted)
            #expect(try await device.fingerprint() == before)
            let kept = try await device.run("cat '\(device.state)'/tx/t1/changed-by-hand/*")
            #expect(kept.text == "by hand\n")
        }
    }

    @Test(arguments: Shell.real)
    func `a transaction below a later one of its scope names it`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            for (id, content) in [("t1", "first\n"), ("t2", "second\n")] {
                let step = DeviceStep(name: id, files: [.init(path: "/etc/existing", content: Array(content.utf8))])
                try await device.report(.begin(.sample(id, steps: [step])))
                try await device.report(.apply(id: id, wait: 10))
                try await device.report(.confirm(id: id))
            }
            do {
                try await device.report(.rollback(id: "t1", force: true, wait: nil))
                Issue.record("should be refused")
            } catch let refusal as DeviceRefusal {
                #expect(refusal.code == .pathHeld && refusal.message.contains("t2"))
            }
            #expect(try await device.report(.rollback(id: "t2", force: false, wait: nil)).state == .reverted)
            #expect(device.read("/etc/existing") == "first\n")
            #expect(try await device.report(.rollback(id: "t1", force: false, wait: nil)).state == .reverted)
            #expect(try await device.fingerprint() == before)
        }
    }

    @Test(arguments: Shell.real)
    func `a reverter that can't write down what goes wrong still undoes, and comes to an end`(shell: Shell) async throws
    {
        try await DeviceUnderTest.with(shell, flavour: "process") { device in
            try device.furnish()
            try await device.report(.begin(.sample(steps: [.fastdFiles])))
            try await device.report(.apply(id: "t1", wait: 20))
            try device.create("var/lib/umstieg/tx/t1/problems")
            let report = try await device.report(.rollback(id: "t1", force: false, wait: 30))
            #expect(report.state == .revertFailed)
            #expect(device.read("/etc/existing") == "old\n")
        }
    }
}

extension DeviceUnderTest {
    /// The processes that still carry out steps.
    func worker() async throws -> String {
        let output = try await run("grep -l run-steps /proc/[0-9]*/cmdline 2>/dev/null")
        let own = output.text.split(separator: "\n").filter { path in
            let line = FileManager.default.contents(atPath: String(path)) ?? Data()
            return String(decoding: line, as: UTF8.self).contains(root.path)
        }
        return own.joined(separator: "\n")
    }
}

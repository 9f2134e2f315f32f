import Foundation
import Testing
import Transactions

/// Each verb on a device where nothing goes wrong.
struct LifecycleTests {
    @Test(arguments: Shell.allCases)
    func `a transaction is armed, applied, confirmed and rolled back`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()

            let armed = try await device.report(.begin(.sample()))
            #expect(armed.state == .armed)
            #expect(armed.digests.map { $0.before == $0.now && $0.after == nil } == true)
            #expect((50...60).contains(armed.remaining ?? 0))
            #expect(armed.step == 0 && armed.stepCount == 3 && armed.owner == "alice@laptop")

            let output = try await device.output(of: .apply(id: "t1", wait: 20))
            let applied = try DeviceAnswer.report(from: output.standardOutput)
            #expect(applied.state == .applied)
            #expect(applied.step == 3 && applied.stepName == "wgkex worker")
            #expect(applied.digests.map { $0.after == $0.now && $0.before != $0.now } == true)
            #expect(device.read("/etc/existing") == "changed\n")
            #expect(device.exists("/world/links/vx-nord"))
            // Steps that take no time may go untold: see below for one that takes some.
            for line in output.text.split(separator: "\n").dropLast() {
                guard case .progress = try DeviceMessage(line: Array(line.utf8)) else {
                    Issue.record("not a line of progress: \(line)")
                    continue
                }
            }

            let confirmed = try await device.report(.confirm(id: "t1"))
            #expect(confirmed.state == .confirmed && confirmed.remaining == nil)
            #expect(try await device.leftovers() == "")

            let reverted = try await device.report(.rollback(id: "t1", force: false, wait: nil))
            #expect(reverted.state == .reverted && reverted.reason == "rollback" && reverted.differences == [])
            #expect(reverted.digests.map { $0.before == $0.now } == true)
            #expect(try await device.fingerprint() == before)
            try await device.until(.reverted)
            #expect(try await device.leftovers() == "")
        }
    }

    @Test(arguments: Shell.real, ["systemd", "process"])
    func `a transaction that nobody confirms is taken back`(shell: Shell, flavour: String) async throws {
        try await DeviceUnderTest.with(shell, flavour: flavour) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            let steps = flavour == "systemd" ? nil : [DeviceStep.fastdFiles]
            try await device.report(.begin(.sample(deadline: 6, steps: steps)))
            #expect(try await device.report(.apply(id: "t1", wait: 5)).state == .applied)
            try await device.until(.reverted)
            #expect(try await device.report(.status(id: "t1")).reason == "deadline")
            #expect(try await device.fingerprint() == before)
            #expect(try await device.leftovers() == "")
        }
    }

    @Test(arguments: Shell.real)
    func `an armed transaction that nobody applies is taken back`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try await device.report(.begin(.sample(deadline: 6)))
            try await device.until(.reverted)
            #expect(device.read("/world/hooks") == nil)
            #expect(try await device.leftovers() == "")
        }
    }

    @Test(arguments: Shell.real, ["systemd", "process"])
    func `extending moves the deadline, up to the maximum`(shell: Shell, flavour: String) async throws {
        try await DeviceUnderTest.with(shell, flavour: flavour) { device in
            try await device.report(.begin(.sample(deadline: 7, maximumDeadline: 40)))
            let extended = try await device.report(.extend(id: "t1", seconds: 20))
            #expect((15...20).contains(extended.remaining ?? 0))
            let capped = try await device.report(.extend(id: "t1", seconds: 1000))
            #expect((30...40).contains(capped.remaining ?? 0))
            try await Task.sleep(for: .seconds(8))
            #expect(try await device.report(.status(id: "t1")).state == .armed)
            if flavour == "systemd" {
                #expect(try await device.run("ls '\(device.root.path)/world/timers'").text == "umstieg-revert-t1:3\n")
            }
        }
    }

    @Test(arguments: Shell.real)
    func `each verb given twice does its work once`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let first = try await device.report(.begin(.sample()))
            let second = try await device.report(.begin(.sample()))
            #expect(first.digests == second.digests && second.state == .armed)
            #expect(try await device.refusal(.begin(.sample(deadline: 50))) == .wrongState)

            async let one = device.report(.apply(id: "t1", wait: 20))
            async let other = device.report(.apply(id: "t1", wait: 20))
            #expect(try await one.state == .applied)
            #expect(try await other.state == .applied)
            #expect(try await device.report(.apply(id: "t1", wait: 20)).state == .applied)
            #expect(device.read("/world/hooks") == "apply-1\napply-2\napply-3\n")
            #expect(try await device.refusal(.begin(.sample())) == .wrongState)

            #expect(try await device.report(.confirm(id: "t1")).state == .confirmed)
            #expect(try await device.report(.confirm(id: "t1")).state == .confirmed)
            #expect(try await device.report(.rollback(id: "t1", force: false, wait: nil)).state == .reverted)
            #expect(try await device.report(.rollback(id: "t1", force: false, wait: nil)).state == .reverted)
            #expect(device.read("/world/hooks")?.split(separator: "\n").count == 6)
        }
    }

    @Test(arguments: Shell.real, ["systemd", "process"])
    func `a step that takes a while is told`(shell: Shell, flavour: String) async throws {
        try await DeviceUnderTest.with(shell, flavour: flavour) { device in
            let slow = DeviceStep(name: "slow", paths: ["/etc/slow"], apply: "sleep 2; echo >$UMSTIEG_ROOT/etc/slow")
            try await device.report(.begin(.sample(steps: [slow])))
            let output = try await device.output(of: .apply(id: "t1", wait: 20))
            let first = try #require(output.text.split(separator: "\n").first)
            guard case .progress(let progress) = try DeviceMessage(line: Array(first.utf8)) else {
                Issue.record("not a line of progress: \(first)")
                return
            }
            #expect(progress.step == 1 && progress.state == .applying)
        }
    }

    @Test(arguments: Shell.real, ["systemd", "process"])
    func `steps go on when the session that started them dies`(shell: Shell, flavour: String) async throws {
        try await DeviceUnderTest.with(shell, flavour: flavour) { device in
            let slow = DeviceStep(name: "slow", paths: ["/etc/slow"], apply: "sleep 2; echo >$UMSTIEG_ROOT/etc/slow")
            try await device.report(.begin(.sample(steps: [slow])))
            let command = try DeviceVerb.apply(id: "t1", wait: 20).command(
                fencingToken: 7,
                stateDirectory: device.state
            )
            let session = try device.start(command) { _ in }
            try await device.until(.applying)
            kill(session, SIGKILL)
            try await device.until(.applied)
            #expect(device.exists("/etc/slow"))
        }
    }

    @Test(arguments: Shell.real, ["systemd", "process"])
    func `a rollback while steps run kills them`(shell: Shell, flavour: String) async throws {
        try await DeviceUnderTest.with(shell, flavour: flavour) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            try device.setFault("apply-1", "hang")
            try await device.report(.begin(.sample(steps: [.fastdFiles])))
            #expect(try await device.report(.apply(id: "t1", wait: 0)).state == .applying)
            try await device.until("the step runs") { device.exists("/world/hooks") }
            let reverted = try await device.report(.rollback(id: "t1", force: false, wait: nil))
            #expect(reverted.state == .reverted)
            #expect(try await device.fingerprint() == before)
            let left = try await device.run("grep -l 'sleep.1000' /proc/[0-9]*/cmdline 2>/dev/null")
            for path in left.text.split(separator: "\n") {
                let environment = try? String(contentsOfFile: "\(path.dropLast(7))environ", encoding: .utf8)
                #expect(environment?.contains(device.root.path) != true, "a hung step is still there")
            }
        }
    }

    @Test(arguments: Shell.real)
    func `status and list tell of all transactions`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            #expect(try await device.refusal(.status(id: nil)) == .noSuchTransaction)
            #expect(try await device.refusal(.status(id: "t1")) == .noSuchTransaction)
            #expect(try DeviceAnswer.reports(from: await device.output(of: .list(fenced: false)).standardOutput) == [])
            let other = DeviceStep(name: "other", paths: ["/etc/other"])
            try await device.report(.begin(.sample("t1", steps: [.fastdFiles])))
            try await device.report(.begin(.sample("a0", scope: "host", steps: [other])))
            let listed = try DeviceAnswer.reports(from: await device.output(of: .list(fenced: false)).standardOutput)
            #expect(listed.map(\.id) == ["t1", "a0"])
            #expect(listed.map(\.domain) == ["ffmuc_muc_nord", nil])
            #expect(listed.allSatisfy { $0.digests == nil && $0.state == .armed })
            #expect(try await device.report(.status(id: nil)).id == "a0")
        }
    }

    @Test
    func `of reverted transactions ten records stay, without snapshots`() async throws {
        try await DeviceUnderTest.with(.dash) { device in
            try device.furnish()
            for number in 1...13 {
                try await device.report(.begin(.sample("t\(number)", steps: [.fastdFiles])))
                let reverted = try await device.report(.rollback(id: "t\(number)", force: false, wait: nil))
                #expect(reverted.state == .reverted)
                try await device.until(.reverted, "t\(number)")
            }
            let listed = try DeviceAnswer.reports(from: await device.output(of: .list(fenced: false)).standardOutput)
            #expect(listed.map(\.id) == (4...13).map { "t\($0)" })
            #expect(try await device.run("ls -d '\(device.state)'/tx/*/snapshot").text == "")
        }
    }
}

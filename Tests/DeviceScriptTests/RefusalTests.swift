import Foundation
import Testing
import Transactions

/// What a device declines, and that it then has changed nothing.
struct RefusalTests {
    @Test(arguments: Shell.real)
    func `a second transaction of a scope waits until the first has ended`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            let other = DeviceTransaction.sample("t2", steps: [DeviceStep(name: "other", paths: ["/etc/other"])])
            try await device.report(.begin(.sample(steps: [.fastdFiles])))
            #expect(try await device.refusal(.begin(other)) == .pending)
            try await device.report(.apply(id: "t1", wait: 10))
            #expect(try await device.refusal(.begin(other)) == .pending)
            try await device.report(.confirm(id: "t1"))
            #expect(try await device.report(.begin(other)).state == .armed)
            #expect(try await device.run("ls '\(device.state)/incoming'").text == "")
        }
    }

    @Test(arguments: Shell.real)
    func `two scopes do not disturb each other, unless they want the same path`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            let host = DeviceStep(name: "modules", files: [.init(path: "/etc/modules", content: Array("tun\n".utf8))])
            try await device.report(.begin(.sample("t1")))
            try await device.report(.begin(.sample("t2", scope: "host", deadline: 7, steps: [host])))
            #expect(try await device.refusal(.begin(.sample("t3", scope: "muc_sued"))) == .pathHeld)

            try await device.report(.apply(id: "t2", wait: 10))
            try await device.report(.apply(id: "t1", wait: 10))
            try await device.report(.confirm(id: "t1"))
            try await device.until(.reverted, "t2")
            #expect(!device.exists("/etc/modules"))
            #expect(device.read("/etc/existing") == "changed\n")
            #expect(try await device.refusal(.begin(.sample("t3", scope: "muc_sued"))) == .pathHeld)

            try await device.report(.rollback(id: "t1", force: false, wait: nil))
            #expect(try await device.fingerprint() == before)
            #expect(try await device.report(.begin(.sample("t3", scope: "muc_sued"))).state == .armed)
        }
    }

    @Test(arguments: Shell.real)
    func `a hold keeps a scope closed until it is released`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            let held = try DeviceAnswer.hold(from: await device.output(of: .hold(scope: "muc_nord")).standardOutput)
            #expect(held.held && held.scope == "muc_nord" && held.deviceFencingToken == 7)
            #expect(try await device.refusal(.begin(.sample())) == .held)
            #expect(try await device.report(.begin(.sample(scope: "muc_sued"))).state == .armed)
            let released = try await device.output(of: .release(scope: "muc_nord"))
            #expect(try !DeviceAnswer.hold(from: released.standardOutput).held)
            try await device.report(.rollback(id: "t1", force: false, wait: nil))
            #expect(try await device.report(.begin(.sample("t2"))).state == .armed)
        }
    }

    @Test(arguments: Shell.real)
    func `a verb with an older fencing token is refused`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try await device.report(.begin(.sample(fencingToken: 20, steps: [.fastdFiles])))
            let verbs: [DeviceVerb] = [
                .begin(.sample("t2", fencingToken: 19)), .apply(id: "t1", wait: 0), .extend(id: "t1", seconds: 10),
                .confirm(id: "t1"), .rollback(id: "t1", force: true, wait: 0), .hold(scope: "x"), .release(scope: "x"),
            ]
            for verb in verbs {
                #expect(try await device.refusal(verb, fencingToken: 19) == .fenced)
            }
            #expect(try await device.report(.status(id: "t1")).state == .armed)
            #expect(try await device.report(.apply(id: "t1", wait: 10), fencingToken: 21).deviceFencingToken == 21)
            #expect(try await device.refusal(.confirm(id: "t1"), fencingToken: 20) == .fenced)
            let bare = try await device.own("confirm t1")
            #expect(bare.status == 10 && bare.text.contains("\"invalid\""))
        }
    }

    @Test(arguments: Shell.real)
    func `a look with a token keeps out a begin that is still on its way`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            let look = DeviceVerb.list(fenced: true)
            let listed = try await device.output(of: look, fencingToken: 20).standardOutput
            #expect(try DeviceAnswer.reports(from: listed) == [])
            #expect(try await device.refusal(.begin(.sample(fencingToken: 19, steps: [.fastdFiles]))) == .fenced)
            let older = try await device.output(of: look, fencingToken: 19).standardOutput
            #expect(throws: DeviceRefusal.self) { try DeviceAnswer.reports(from: older) }
        }
    }

    @Test(arguments: Shell.real)
    func `a verb that does not fit the state is refused`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try await device.report(.begin(.sample(steps: [.fastdFiles])))
            #expect(try await device.refusal(.confirm(id: "t1")) == .wrongState)
            try await device.report(.rollback(id: "t1", force: false, wait: nil))
            for verb: DeviceVerb in [.apply(id: "t1", wait: 0), .confirm(id: "t1"), .extend(id: "t1", seconds: 9)] {
                #expect(try await device.refusal(verb) == .wrongState)
            }
            #expect(try await device.refusal(.begin(.sample(steps: [.fastdFiles]))) == .wrongState)
        }
    }

    @Test(arguments: Shell.real)
    func `a confirmation needs five seconds`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.write("1000.07 900.00\n", to: "/world/uptime")
            try await device.report(.begin(.sample(deadline: 60, steps: [.fastdFiles])))
            try await device.report(.apply(id: "t1", wait: 10))
            try device.write("1055.08 900.00\n", to: "/world/uptime")
            #expect(try await device.refusal(.confirm(id: "t1")) == .tooLate)
            try device.write("1055.07 900.00\n", to: "/world/uptime")
            #expect(try await device.report(.confirm(id: "t1")).state == .confirmed)
        }
    }

    @Test(
        arguments: Shell.real,
        ["systemd-run-timers", "silent-timers", "systemctl-enable-umstieg-boot-early.service"]
    )
    func `nothing is armed without a timer that can be read back`(shell: Shell, fault: String) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            try device.setFault(fault)
            #expect(try await device.refusal(.begin(.sample())) == .notArmed)
            #expect(try await device.refusal(.status(id: "t1")) == .noSuchTransaction)
            #expect(try await device.fingerprint() == before)
            #expect(try await device.leftovers() == "")
            try device.clearFault(fault)
            #expect(try await device.report(.begin(.sample())).state == .armed)
        }
    }

    @Test(arguments: Shell.real)
    func `an extension that can't be armed leaves the old deadline`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try await device.report(.begin(.sample(deadline: 8, steps: [.fastdFiles])))
            try device.setFault("silent-timers")
            #expect(try await device.refusal(.extend(id: "t1", seconds: 50)) == .notArmed)
            try await device.until(.reverted)
        }
    }

    @Test(arguments: Shell.real)
    func `a directory, a fifo or the state directory can't be a path`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.create("etc/directory")
            _ = try await device.run("mkfifo '\(device.root.path)/etc/fifo'")
            for path in ["/etc/directory", "/etc/fifo", "/var/lib/umstieg/fence"] {
                let step = DeviceStep(name: "bad", paths: ["/etc/fine", path])
                #expect(try await device.refusal(.begin(.sample(steps: [step]))) == .invalid)
            }
            #expect(try await device.leftovers() == "")
        }
    }

    @Test(arguments: Shell.real)
    func `an upload that was cut begins nothing`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            let whole = try DeviceVerb.begin(.sample()).command(fencingToken: 7, stateDirectory: device.state)
            let count = whole.standardInput.count
            // Everywhere between files, and in the middle of the last ones.
            let cuts = [0, 1, 512, count / 3 / 512 * 512, count / 2, count - 4096, count - 2048, count - 1536 - 500]
            for cut in cuts {
                let command = DeviceCommand(text: whole.text, standardInput: Array(whole.standardInput.prefix(cut)))
                let output = try await device.run(command)
                #expect(output.status != 0, "cut at \(cut) of \(count)")
                #expect(try await device.refusal(.status(id: "t1")) == .noSuchTransaction)
            }
            #expect(try await device.fingerprint() == before)
            #expect(device.calls.allSatisfy { !$0.hasPrefix("systemd-run") })
            #expect(try await device.report(.begin(.sample())).state == .armed)
            #expect(try await device.run("ls '\(device.state)/incoming'").text == "")
        }
    }
}

import FleetModel
import Foundation
import Planning
import Testing
import Transactions

/// Options of OpenWrt's configuration in a transaction; with the stand-in for uci in `Tests/StandIns`.
struct UCITests {
    private static let hostile = "$(touch pwned) `touch pwned` 'q' \"d\" \\ ; |\nsecond line"

    private static let network = """
        config interface 'wan'
        \toption proto 'dhcp'
        \tlist dns '192.0.2.53'
        \tlist dns 'it'\\''s'
        \tlist dns 'two words, '\\''quoted'\\'''
        \toption note 'a line
        config interface '\\''wan'\\''
        \toption forged '\\''yes'\\'''

        config interface 'old'
        \toption proto 'none'
        \tlist single 'one'

        """

    private static let step = UCIStep(
        settings: [
            .init("network.wg", ["interface"]), .init("network.wg.proto", ["wireguard"]),
            .init("network.wg.addresses", ["fd00::1/64", hostile], isList: true),
            .init("network.wan.proto", [hostile]), .init("network.wan.dns", ["192.0.2.54"], isList: true),
        ],
        deletions: ["network.old"],
        reload: "echo reload >>\"$UMSTIEG_ROOT/world/hooks\""
    )

    private static var device: DeviceStep {
        get throws {
            let steps = try StepCompiler(for: .node).compile([NamedStep(name: "uci", step: .uci(step))])
            return steps[0]
        }
    }

    private func with(
        _ shell: Shell,
        _ body: (DeviceUnderTest) async throws -> Void
    ) async throws {
        try await DeviceUnderTest.with(shell, flavour: "process") { device in
            try device.write(Self.network, to: "/etc/config/network")
            try await body(device)
        }
    }

    private func uci(_ words: String, on device: DeviceUnderTest) async throws -> String {
        try await device.run("uci \(words)").text
    }

    private func committed(_ device: DeviceUnderTest) -> String { device.read("/etc/config/network") ?? "" }

    @Test(arguments: Shell.real)
    func `options are staged, and committed with the confirmation`(shell: Shell) async throws {
        try await with(shell) { device in
            try await device.report(.begin(.sample(steps: [Self.device])))
            let applied = try await device.report(.apply(id: "t1", wait: 20))
            #expect(applied.state == .applied, "\(applied.reason)")
            #expect(try await uci("get network.wg.proto", on: device) == "wireguard\n")
            #expect(try await uci("get network.wan.proto", on: device) == Self.hostile + "\n")
            #expect(committed(device) == Self.network)
            #expect(device.read("/world/hooks") == "reload\n")

            try await device.report(.confirm(id: "t1"))
            #expect(committed(device).contains("config interface 'wg'"))
            #expect(!committed(device).contains("config interface 'old'"))
            #expect(!device.exists("/pwned") && !device.exists("/world/pwned"))
        }
    }

    @Test(arguments: Shell.real)
    func `a rollback after the confirmation sets what was there, value by value`(shell: Shell) async throws {
        try await with(shell) { device in
            let before = try await uci("show network", on: device)
            let begun = try await device.report(.begin(.sample(steps: [Self.device])))
            try await device.report(.apply(id: "t1", wait: 20))
            try await device.report(.confirm(id: "t1"))
            // Somebody else's change of the same package stays.
            _ = try await uci("set network.wan.metric=7 && uci commit network", on: device)
            let reverted = try await device.report(.rollback(id: "t1", force: false, wait: nil))
            #expect(reverted.state == .reverted, "\(reverted.differences)")
            #expect(reverted.digests?.now == begun.digests?.before)
            let after = try await uci("show network", on: device).replacing("network.wan.metric='7'\n", with: "")
            #expect(after.split(separator: "\n").sorted() == before.split(separator: "\n").sorted())
            // A list with one item is a list still.
            #expect(committed(device).contains("list single 'one'"))
            #expect(device.read("/world/hooks") == "reload\nreload\n")
            #expect(try await uci("get network.wan.metric", on: device) == "7\n")
        }
    }

    @Test(arguments: Shell.real)
    func `what nobody confirms leaves no trace`(shell: Shell) async throws {
        try await with(shell) { device in
            try await device.report(.begin(.sample(deadline: 6, steps: [Self.device])))
            #expect(try await device.report(.apply(id: "t1", wait: 5)).state == .applied)
            try await device.until(.reverted)
            #expect(committed(device) == Self.network)
            #expect(try await uci("-q get network.wg || echo none", on: device) == "none\n")
        }
    }

    @Test(arguments: Shell.real)
    func `what others have committed meanwhile is taken back, too`(shell: Shell) async throws {
        try await with(shell) { device in
            let before = try await uci("show network", on: device)
            try await device.report(.begin(.sample(deadline: 8, steps: [Self.device])))
            try await device.report(.apply(id: "t1", wait: 5))
            // As gluon-reconfigure does.
            _ = try await uci("commit network", on: device)
            #expect(committed(device).contains("config interface 'wg'"))
            try await device.until(.reverted)
            let after = try await uci("show network", on: device)
            #expect(after.split(separator: "\n").sorted() == before.split(separator: "\n").sorted())
            #expect(!committed(device).contains("config interface 'wg'"))
        }
    }

    @Test(arguments: Shell.real)
    func `a change by hand since the confirmation is told, and a copy of it kept`(shell: Shell) async throws {
        try await with(shell) { device in
            try await device.report(.begin(.sample(steps: [Self.device])))
            try await device.report(.apply(id: "t1", wait: 20))
            try await device.report(.confirm(id: "t1"))
            _ = try await uci("set network.wan.proto=static && uci commit network", on: device)
            #expect(try await device.refusal(.rollback(id: "t1", force: false, wait: nil)) == .drift)
            let reverted = try await device.report(.rollback(id: "t1", force: true, wait: nil))
            #expect(reverted.state == .reverted)
            #expect(try await uci("get network.wan.proto", on: device) == "dhcp\n")
            let kept = try await device.run("cat '\(device.state)/tx/t1/changed-by-hand/'*network.wan.proto").text
            #expect(kept.contains("static"))
        }
    }

    @Test(arguments: Shell.real)
    func `a section that was there keeps what others put into it`(shell: Shell) async throws {
        try await with(shell) { device in
            let step = UCIStep(settings: [.init("network.wan", ["device"]), .init("network.wan.proto", ["none"])])
            let compiled = try StepCompiler(for: .node).compile([NamedStep(name: "uci", step: .uci(step))])
            try await device.report(.begin(.sample(steps: compiled)))
            try await device.report(.apply(id: "t1", wait: 20))
            try await device.report(.confirm(id: "t1"))
            _ = try await uci("set network.wan.private_key=made && uci commit network", on: device)
            let reverted = try await device.report(.rollback(id: "t1", force: false, wait: nil))
            #expect(reverted.state == .reverted, "\(reverted.differences)")
            #expect(try await uci("get network.wan", on: device) == "interface\n")
            #expect(try await uci("get network.wan.private_key", on: device) == "made\n")
            #expect(try await uci("get network.wan.proto", on: device) == "dhcp\n")
        }
    }

    /// One listing that can't read options must not agree with another one that can't either.
    @Test(arguments: [Shell.dash, .strict])
    func `options that can't be read stop a transaction before it begins`(shell: Shell) async throws {
        try await with(shell) { device in
            let tool = device.root.path + "/bin/sha256sum"
            try? FileManager.default.removeItem(atPath: tool)
            let script = "#!/bin/sh\ncase $PWD$* in *texts*) exit 1 ;; esac\nexec /usr/bin/sha256sum \"$@\"\n"
            try device.write(script, to: "/bin/sha256sum")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool)
            let said = await #expect(throws: DeviceRefusal.self) {
                try await device.report(.begin(.sample(steps: [Self.device])))
            }
            #expect(said?.message.contains("options of UCI could not be read") == true, "\(String(describing: said))")
            #expect(self.committed(device) == Self.network)
        }
    }

    @Test func `two scopes can't have the same section`() async throws {
        try await with(.ash) { device in
            let one = DeviceStep(name: "one", options: ["network.wan.proto"], apply: "uci set network.wan.proto=none")
            let other = DeviceStep(name: "other", options: ["network.wan.dns"], apply: ":")
            try await device.report(.begin(.sample("t1", steps: [one])))
            try await device.report(.apply(id: "t1", wait: 10))
            try await device.report(.confirm(id: "t1"))
            let refusal = try await device.refusal(.begin(.sample("t2", scope: "host", steps: [other])))
            #expect(refusal == .pathHeld)
        }
    }

    @Test(arguments: ["network", "network.", "network..x", "a.b.c.d", "network.@interface[0].x", "network.wan;reboot"])
    func `names that are no option of a named section are refused`(name: String) throws {
        let transaction = DeviceTransaction.sample(steps: [DeviceStep(name: "uci", options: [name])])
        #expect(throws: InvalidTransaction.self) { try transaction.validate() }
    }

    @Test func `a check that reads back what isn't there fails the step`() async throws {
        try await with(.ash) { device in
            var step = try Self.device
            step.apply = ":"
            step.checkSeconds = 1
            try await device.report(.begin(.sample(steps: [step])))
            let report = try await device.report(.apply(id: "t1", wait: 15))
            #expect(report.state == .reverted)
            #expect(report.reason.contains("network.wg is not as it was set"))
        }
    }
}

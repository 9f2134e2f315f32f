import Planning
import Testing
import Transactions

/// The probation that begins with a node's confirmation, as its firmware reads it.
struct ProbationVerbTests {
    private static let probation = Probation(withoutGateway: 10, settle: 120)

    private func applied(_ shell: Shell, _ body: (DeviceUnderTest) async throws -> Void) async throws {
        try await DeviceUnderTest.with(shell, flavour: "process") { device in
            try device.furnish()
            try await device.report(.begin(.sample(steps: [.fastdFiles])))
            #expect(try await device.report(.apply(id: "t1", wait: 20)).state == .applied)
            try await body(device)
        }
    }

    private func file(_ device: DeviceUnderTest, _ name: String = "probation") -> String? {
        device.read("/var/lib/umstieg/\(name)")
    }

    private func confirm(_ device: DeviceUnderTest) async throws -> DeviceReport {
        try await device.report(.confirm(id: "t1", probation: Self.probation))
    }

    @Test(arguments: Shell.real)
    func `the confirmation writes it down for the firmware`(shell: Shell) async throws {
        try await applied(shell) { device in
            // Of a probation before this one.
            try device.write("returned\n", to: "/var/lib/umstieg/probation.result")
            let confirmed = try await confirm(device)
            #expect(confirmed.state == .confirmed && confirmed.probation == .running)
            #expect(file(device) == "10 120\n")
            #expect(file(device, "probation.result") == nil)
            #expect(try await device.report(.status(id: "t1")).probation == .running)
        }
    }

    @Test(arguments: Shell.real)
    func `the same confirmation again doesn't begin it anew`(shell: Shell) async throws {
        try await applied(shell) { device in
            _ = try await confirm(device)
            try device.remove("/var/lib/umstieg/probation")
            #expect(try await confirm(device).probation == .settled)
            #expect(file(device) == nil)
        }
    }

    @Test(arguments: Shell.real)
    func `a confirmation that can't write it doesn't confirm`(shell: Shell) async throws {
        try await applied(shell) { device in
            try device.create("var/lib/umstieg/tx/t1/probation")
            let refusal = try await device.refusal(.confirm(id: "t1", probation: Self.probation))
            #expect(refusal == .failed)
            #expect(file(device) == nil)
            #expect(try await device.report(.status(id: "t1")).state == .applied)
        }
    }

    @Test(arguments: Shell.real)
    func `a report tells how it went`(shell: Shell) async throws {
        try await applied(shell) { device in
            #expect(try await device.report(.status(id: "t1")).probation == nil)
            _ = try await confirm(device)
            try device.write("returned-by-probation\n", to: "/var/lib/umstieg/probation.result")
            #expect(try await device.report(.status(id: "t1")).probation == .returned)
            try device.remove("/var/lib/umstieg/probation")
            #expect(try await device.report(.status(id: "t1")).probation == .returned)
            try device.remove("/var/lib/umstieg/probation.result")
            #expect(try await device.report(.status(id: "t1")).probation == .settled)
        }
    }

    @Test(arguments: Shell.real)
    func `a transaction without one tells of none, whatever another has`(shell: Shell) async throws {
        try await applied(shell) { device in
            _ = try await confirm(device)
            try await device.report(
                .begin(.sample("t2", scope: "south", steps: [DeviceStep(name: "none", apply: ":")]))
            )
            try await device.report(.apply(id: "t2", wait: 20))
            #expect(try await device.report(.confirm(id: "t2")).probation == nil)
            try await device.report(.rollback(id: "t2", force: false, wait: nil))
            #expect(file(device) == "10 120\n")
        }
    }

    @Test(arguments: Shell.real)
    func `a rollback ends it`(shell: Shell) async throws {
        try await applied(shell) { device in
            _ = try await confirm(device)
            try device.write("returned-by-probation\n", to: "/var/lib/umstieg/probation.result")
            let reverted = try await device.report(.rollback(id: "t1", force: false, wait: nil))
            #expect(reverted.state == .reverted && reverted.probation == nil)
            #expect(file(device) == nil)
            #expect(file(device, "probation.result") == nil)
        }
    }

    @Test(arguments: Shell.real)
    func `what was written for a confirmation that never came goes with the deadline`(shell: Shell) async throws {
        try await applied(shell) { device in
            // As if the power had gone between the two.
            try device.write("10 120\n", to: "/var/lib/umstieg/probation")
            try device.write("", to: "/var/lib/umstieg/tx/t1/probation")
            try await device.report(.rollback(id: "t1", force: false, wait: nil))
            #expect(file(device) == nil)
        }
    }

    @Test(arguments: Shell.real, ["--probation 120", "--without-gateway 10", "--probation 0 --without-gateway 1"])
    func `half a probation is refused`(shell: Shell, options: String) async throws {
        try await applied(shell) { device in
            let output = try await device.own("confirm t1 --fence 7 \(options)")
            #expect(throws: DeviceRefusal.self) { try DeviceAnswer.report(from: output.standardOutput) }
            #expect(output.text.contains("\"invalid\""))
            #expect(try await device.report(.status(id: "t1")).state == .applied)
            #expect(file(device) == nil)
        }
    }
}

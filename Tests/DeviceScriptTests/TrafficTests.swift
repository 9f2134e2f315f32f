import Testing
import Transactions

/// Traffic leaves what a confirmed transaction brought, and comes back.
struct TrafficTests {
    private static func step(_ name: String, drain: String = "") -> DeviceStep {
        let say = { (word: String) in "echo \(word) \(name) >>\"$UMSTIEG_ROOT/world/hooks\"\n" }
        return DeviceStep(name: name, apply: ":", drain: say("drain") + drain, undrain: say("undrain"))
    }

    private func confirmed(
        _ shell: Shell,
        _ steps: [DeviceStep],
        _ body: (DeviceUnderTest) async throws -> Void
    ) async throws {
        try await DeviceUnderTest.with(shell, flavour: "process") { device in
            try await device.report(.begin(.sample(steps: steps)))
            try await device.report(.apply(id: "t1", wait: 20))
            #expect(try await device.report(.confirm(id: "t1")).state == .confirmed)
            try await body(device)
        }
    }

    @Test(arguments: Shell.real)
    func `each step drains, the last one first, and comes back`(shell: Shell) async throws {
        let steps = [Self.step("one"), DeviceStep(name: "none", apply: ":"), Self.step("two")]
        try await confirmed(shell, steps) { device in
            let drained = try await device.report(.drain(id: "t1", wait: 20))
            #expect(drained.state == .confirmed)
            #expect(device.read("/world/hooks") == "drain two\ndrain one\n")
            #expect(try await device.report(.undrain(id: "t1")).state == .confirmed)
            #expect(device.read("/world/hooks")?.hasSuffix("undrain two\nundrain one\n") == true)
            #expect(try await device.report(.rollback(id: "t1", force: false, wait: nil)).state == .reverted)
        }
    }

    @Test(arguments: Shell.real)
    func `only what is confirmed is drained`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell, flavour: "process") { device in
            try await device.report(.begin(.sample(steps: [Self.step("one")])))
            #expect(try await device.refusal(.drain(id: "t1", wait: 20)) == .wrongState)
            try await device.report(.apply(id: "t1", wait: 20))
            #expect(try await device.refusal(.drain(id: "t1", wait: 20)) == .wrongState)
            #expect(try await device.refusal(.undrain(id: "t1")) == .wrongState)
            try await device.report(.rollback(id: "t1", force: false, wait: nil))
            #expect(try await device.refusal(.drain(id: "t1", wait: 20)) == .wrongState)
            #expect(try await device.refusal(.drain(id: "t2", wait: 20)) == .noSuchTransaction)
            #expect(device.read("/world/hooks") == nil)
        }
    }

    @Test(arguments: Shell.real)
    func `an older controller drains nothing`(shell: Shell) async throws {
        try await confirmed(shell, [Self.step("one")]) { device in
            #expect(try await device.refusal(.drain(id: "t1", wait: 20), fencingToken: 3) == .fenced)
            #expect(try await device.refusal(.undrain(id: "t1"), fencingToken: 3) == .fenced)
            try await device.report(.drain(id: "t1", wait: 20), fencingToken: 9)
            #expect(try await device.refusal(.undrain(id: "t1"), fencingToken: 7) == .fenced)
            #expect(device.read("/world/hooks") == "drain one\n")
        }
    }

    @Test(arguments: Shell.real)
    func `a drain that hangs is cut`(shell: Shell) async throws {
        try await confirmed(shell, [Self.step("one", drain: "sleep 1000")]) { device in
            let refusal = try await device.refusal(.drain(id: "t1", wait: 1))
            #expect(refusal == .failed)
            #expect(try await device.report(.status(id: "t1")).state == .confirmed)
            // The device is free for what comes next.
            #expect(try await device.report(.rollback(id: "t1", force: false, wait: nil)).state == .reverted)
        }
    }

    @Test(arguments: Shell.real)
    func `a drain that fails says which step and why`(shell: Shell) async throws {
        try await confirmed(shell, [Self.step("one", drain: "echo 'no such \"link\"'; exit 3")]) { device in
            let output = try await device.output(of: .drain(id: "t1", wait: 20))
            let refusal = #expect(throws: DeviceRefusal.self) {
                try DeviceAnswer.report(from: output.standardOutput)
            }
            #expect(refusal?.message == "drain of step 1 failed: no such \"link\"")
        }
    }
}

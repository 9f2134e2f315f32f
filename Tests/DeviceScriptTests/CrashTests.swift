import Foundation
import Testing
import Transactions

/// Processes that are killed at any point, power cuts, and races.
struct CrashTests {
    @Test(arguments: Shell.real, 1...3)
    func `a worker that is killed leaves nothing behind at the deadline`(shell: Shell, step: Int) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            try device.setFault("apply-\(step)", "hang")
            try await device.report(.begin(.sample(deadline: 8)))
            try await device.report(.apply(id: "t1", wait: 0))
            try await device.until("step \(step) runs") {
                device.read("/world/hooks")?.hasSuffix("apply-\(step)\n") == true
            }
            let worker = device.read("/var/lib/umstieg/tx/t1/worker")?.split(separator: " ").first.flatMap { Int32($0) }
            kill(try #require(worker), SIGKILL)
            try await device.until(.reverted)
            #expect(try await device.report(.status(id: "t1")).reason == "deadline")
            #expect(try await device.fingerprint() == before)
        }
    }

    /// The first reverter dies after some tenths of a second, at another point in each case; the next one goes on.
    @Test(arguments: Shell.real, Array(stride(from: 50, through: 650, by: 100)))
    func `a reverter that is killed is followed by one that goes on`(shell: Shell, milliseconds: Int) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            try device.write("1000.00 1\n", to: "/world/uptime")
            try await device.report(.begin(.sample(deadline: 60)))
            try await device.report(.apply(id: "t1", wait: 30))
            try device.write("1061.00 1\n", to: "/world/uptime")
            let script = "\(device.state)/tx/t1/umstieg-device"
            let command = DeviceCommand(text: "exec sh \(script) revert t1 --deadline")
            let reverter = try device.start(command) { _ in }
            try await Task.sleep(for: .milliseconds(milliseconds))
            // It is the leader of a session: its children die with it, as in a power cut.
            try await device.killSession(of: reverter)
            _ = try await device.own("revert t1 --deadline")
            let report = try await device.report(.status(id: "t1"))
            #expect(report.state == .reverted && report.reason == "deadline")
            #expect(try await device.fingerprint() == before)
            #expect(try await device.leftovers() == "")
        }
    }

    @Test(arguments: Shell.real)
    func `of a confirmation and the deadline exactly one wins`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            for attempt in 1...12 {
                let id = "t\(attempt)"
                try device.write("1000.00 1\n", to: "/world/uptime")
                try await device.report(.begin(.sample(id, steps: [.fastdFiles])))
                try await device.report(.apply(id: id, wait: 10))
                try device.write("1054.00 1\n", to: "/world/uptime")
                async let confirmation = device.output(of: .confirm(id: id))
                try await Task.sleep(for: .milliseconds(attempt * 6))
                try device.write("1060.00 1\n", to: "/world/uptime")
                _ = try await device.own("revert \(id) --deadline", id)
                let answer = try await confirmation
                let state = try await device.report(.status(id: id)).state
                do {
                    #expect(try DeviceAnswer.report(from: answer.standardOutput).state == .confirmed)
                    #expect(state == .confirmed)
                    #expect(device.read("/etc/existing") == "changed\n")
                    try await device.report(.rollback(id: id, force: false, wait: nil))
                } catch is DeviceRefusal {
                    #expect(state == .reverted)
                }
                #expect(device.read("/etc/existing") == nil)
            }
        }
    }

    @Test(arguments: Shell.real)
    func `a lock of a dead process, or of another boot, is taken over`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            for holder in ["1 1 11111111-1111-4111-8111-111111111111\n", "\(getpid()) 1 other\n", ""] {
                try device.write(holder, to: "/run/umstieg/lock/holder")
                let answer = try await device.output(of: .hold(scope: "x"))
                #expect(try DeviceAnswer.hold(from: answer.standardOutput).held)
                #expect(!device.exists("/run/umstieg/lock"))
            }
        }
    }

    @Test(arguments: Shell.real)
    func `a begin that is killed counts for nothing, and can be repeated`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            let before = try await device.fingerprint()
            for milliseconds in [20, 60, 100, 140, 180] {
                let command = try DeviceVerb.begin(.sample()).command(fencingToken: 7, stateDirectory: device.state)
                let begin = try device.start(command) { _ in }
                try await Task.sleep(for: .milliseconds(milliseconds))
                try await device.killSession(of: begin)
                if try await device.refusal(.status(id: "t1")) == nil { break }
            }
            #expect(try await device.report(.begin(.sample())).state == .armed)
            try await device.report(.rollback(id: "t1", force: false, wait: nil))
            #expect(try await device.fingerprint() == before)
            #expect(try await device.leftovers() == "")
        }
    }
}

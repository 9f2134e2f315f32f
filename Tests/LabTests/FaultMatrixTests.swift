import Foundation
import Testing

extension LabTests {
    /// Each transition of the engine and each step of the gateway playbook × each fault, on a real gateway.
    ///
    /// The promise is the same for all: the rollout ends by itself with a documented exit code, and within its deadline,
    /// its revert bound and a boot the gateway is confirmed new or verified old; if neither, a human is told.
    @Suite(.serialized, .enabled(if: FaultCase.areWanted, FaultCase.absence))
    struct FaultMatrixTests {
        /// Deadline, revert bound, and a boot, in seconds; and as much again for a resumed rollout's own transaction.
        private static let bound = 2 * (240 + 180 + 180)

        @Test(.timeLimit(.minutes(25)), arguments: FaultCase.chosen)
        func `after a fault a gateway is confirmed new or verified old`(_ it: FaultCase) async throws {
            let clock = ContinuousClock()
            let begun = clock.now
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            try workspace.writeRollout(it.moment.replacements)
            let trigger = FaultTrigger(fault: it.fault, workspace: workspace)
            try await trigger.arm()
            let first = try await workspace.control("rollout run Playbooks/test.yaml --on gateway:gw1 --events")
            let hasCome = try await first.waits(for: it.moment.has, within: .seconds(240))
            let said = try first.text()
            try #require(hasCome, "\(it.moment.title) never came: \(said)")

            let last = try await trigger.strike(first)
            // After a boot nobody asks for it any more.
            if it.moment.isHeld { try await lab.ssh("gw1", "touch /run/umstieg-go") }
            try await lab.eventually("the rollout has ended", within: Self.bound) { try last.exitCode() != nil }
            let log = try last.text()
            let code = try #require(try last.exitCode(), "\(log)")
            let device = try await DeviceEnd.reached(on: "gw1", lab, within: 420)
            let status = try await workspace.status()
            let seconds = (clock.now - begun) / .seconds(1)
            let row = [
                it.moment.title, it.fault.title, "\(code), \(status.state)", device?.rawValue ?? "NEITHER",
                "\(Int(seconds))",
            ]
            print("| \(row.joined(separator: " | ")) |")
            // Not only at the end of all.
            fflush(nil)
            expect(status, of: device, code: code, log: log)
        }

        /// What the program says has to be what the device is.
        private func expect(_ status: LabWorkspace.Status, of device: DeviceEnd?, code: Int32, log: String) {
            let state = status.state(of: "gw1")
            switch (code, device) {
            case (0, .confirmedNew):
                #expect(status.state == "done" && state == "confirmed")
            case (1, .verifiedOld), (2, .verifiedOld):
                #expect(["refused", "rolled-back", "stopped-by-unreachable"].contains(status.state))
                #expect(state == "reverted" || state == "not-begun" || state == "pending" || state == "prepared")
            case (3, .confirmedNew?), (3, .verifiedOld?):
                // A human decides, about a host that is listed.
                #expect(["pending", "paused"].contains(status.state) && state != nil)
            case (4, .revertFailed?):
                #expect(status.state == "undo-failed" && state == "revert-failed")
            case (_, _):
                Issue.record("exit \(code), and gw1 is \(device?.rawValue ?? "neither new nor old"): \(log)")
            }
        }
    }
}

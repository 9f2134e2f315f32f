import Foundation
import Testing
import Transport

extension LabTests {
    /// What `umstieg health` says of a mesh that is well, and of one in which something was broken on purpose.
    @Suite(.serialized, .enabled(if: HealthFault.areWanted, HealthFault.absence))
    struct HealthTests {
        @Test(.timeLimit(.minutes(60)))
        func `health names what is broken within two polls, and nothing else`() async throws {
            let lab = try await Lab()
            _ = try await LabWireGuard.ready(lab)
            try await lab.shakeHandsAnew()
            let workspace = try await LabWorkspace.another(lab)
            let health = try await LabHealth(workspace)
            defer { health.close() }
            try await health.expectWell(after: "the start", within: 200)

            for fault in HealthFault.chosen {
                for deed in fault.breaking { try await lab.does(deed) }
                try await expect(fault, health)
                for deed in fault.mending { try await lab.does(deed) }
                try await health.expectWell(after: fault.name, within: 150)
            }

            let show = try await workspace.succeed("inventory show gw1 --output json").text
            #expect(show.contains("\"health\" : \"healthy\""), "\(show)")
        }

        @Test(.timeLimit(.minutes(5)))
        func `a node's host key is seen through its gateway`() async throws {
            let lab = try await Lab()
            let workspace = try await LabWorkspace.fresh(lab)
            let list = try await workspace.succeed("hostkeys scan node:n5 --output json").text
            // The lab's own list of keys, which the workspace has, was made before the machines were.
            #expect(list.contains("\"accepted\" : true") && list.contains("02caffee0005"), "\(list)")
        }

        /// The first poll may not know it yet; it may not say anything else.
        private func expect(_ fault: HealthFault, _ health: LabHealth) async throws {
            let first = try await health.ask()
            #expect(first.report.causes.isSubset(of: fault.causes), "\(fault.name): \(first.report.words)")
            if first.report.causes == fault.causes, first.report.doubts.isEmpty { return #expect(first.code == 1) }
            try await Task.sleep(for: .seconds(20))
            let second = try await health.ask()
            #expect(second.report.causes == fault.causes, "\(fault.name): \(second.report.words)")
            #expect(second.report.doubts.isEmpty, "\(fault.name): \(second.report.words)")
            #expect(second.code == 1)
        }
    }
}

extension Lab {
    /// After a restore, handshakes are as old as the saved state until WireGuard makes new ones: it does so at once with
    /// peers that are taken away and come again.
    fileprivate func shakeHandsAnew() async throws {
        for gateway in Self.gateways {
            try await ssh(
                gateway,
                "wg showconf wg-muc_nord > /run/wg.conf && wg setconf wg-muc_nord /run/wg.conf; rm /run/wg.conf"
            )
        }
    }

    fileprivate func does(_ deed: HealthFault.Deed) async throws {
        switch deed {
        case .on(let machine, let script): try await ssh(machine, script)
        case .lab(let words): try await lab(words)
        case .boot(let machine):
            let id = "cat /proc/sys/kernel/random/boot_id"
            let before = try await ssh(machine, id)
            try await ssh(machine, "(sleep 1; reboot) > /dev/null 2>&1 &")
            try await eventually("\(machine) has booted", within: 400) { try await ssh(machine, id) != before }
        }
    }
}

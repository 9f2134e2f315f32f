import FleetModel
import Foundation
import Planning
import Testing
import Transactions

/// Steps that run Gluon's own programs, with doubles of these.
struct GluonStepTests {
    private static let gluon = "config core 'core'\n\toption domain 'old'\n\n"
    private static let network = "config interface 'wan'\n\toption proto 'dhcp'\n\n"
    private static let autoupdater = """
        config autoupdater 'settings'
        \toption branch 'stable'

        config branch 'next'
        \toption name 'next'


        """

    private func device(_ step: GluonStep) throws -> DeviceStep {
        let steps = try StepCompiler(for: .node).compile([NamedStep(name: "gluon", step: .gluon(step))])
        return try #require(steps.first)
    }

    private func with(_ shell: Shell, _ body: (DeviceUnderTest) async throws -> Void) async throws {
        try await DeviceUnderTest.with(shell, flavour: "process") { device in
            try device.write(Self.gluon, to: "/etc/config/gluon")
            try device.write(Self.network, to: "/etc/config/network")
            try device.write(Self.autoupdater, to: "/etc/config/autoupdater")
            try device.write("{}\n", to: "/lib/gluon/domains/new.json")
            try await body(device)
        }
    }

    @Test(arguments: Shell.real)
    func `another domain is derived and read, and comes back whole`(shell: Shell) async throws {
        try await with(shell) { device in
            let step = try self.device(.domainSwitch(to: "new", packages: ["network"]))
            let begun = try await device.report(.begin(.sample(steps: [step])))
            let applied = try await device.report(.apply(id: "t1", wait: 20))
            #expect(applied.state == .applied, "\(applied.reason)")
            #expect(device.read("/etc/config/network")?.contains("of new") == true)
            #expect(device.read("/world/hooks") == "reload of new\n")
            try await device.report(.confirm(id: "t1"))

            let reverted = try await device.report(.rollback(id: "t1", force: false, wait: nil))
            #expect(reverted.state == .reverted, "\(reverted.differences)")
            #expect(reverted.digests?.now == begun.digests?.before)
            #expect(device.read("/etc/config/gluon") == Self.gluon)
            #expect(device.read("/etc/config/network") == Self.network)
            // Services have read the old ones, too.
            #expect(device.read("/world/hooks") == "reload of new\nreload nothing\n")
        }
    }

    @Test(arguments: Shell.real)
    func `what the firmware doesn't know is refused by the node`(shell: Shell) async throws {
        for step in [GluonStep.domainSwitch(to: "unheard", packages: []), .autoupdaterBranch("unheard")] {
            try await with(shell) { device in
                try await device.report(.begin(.sample(steps: [try self.device(step)])))
                let applied = try await device.report(.apply(id: "t1", wait: 20))
                #expect(applied.reason.contains("unheard"), "\(applied.reason)")
                try await device.until(.reverted)
                #expect(device.read("/etc/config/gluon") == Self.gluon)
                #expect(device.read("/etc/config/autoupdater") == Self.autoupdater)
            }
        }
    }

    @Test(arguments: Shell.real)
    func `an upgrade script that fails takes all of it back`(shell: Shell) async throws {
        try await with(shell) { device in
            try device.write("", to: "/world/reconfigure-fails")
            try await device.report(
                .begin(.sample(steps: [try self.device(.domainSwitch(to: "new", packages: ["network"]))]))
            )
            _ = try await device.report(.apply(id: "t1", wait: 20))
            try await device.until(.reverted)
            #expect(device.read("/etc/config/gluon") == Self.gluon)
        }
    }

    @Test(arguments: Shell.real)
    func `a branch is staged until the confirmation`(shell: Shell) async throws {
        try await with(shell) { device in
            try await device.report(.begin(.sample(steps: [try self.device(.autoupdaterBranch("next"))])))
            let applied = try await device.report(.apply(id: "t1", wait: 20))
            #expect(applied.state == .applied, "\(applied.reason)")
            #expect(device.read("/etc/config/autoupdater") == Self.autoupdater)
            try await device.report(.confirm(id: "t1"))
            #expect(device.read("/etc/config/autoupdater")?.contains("branch 'next'") == true)
        }
    }

    @Test func `gateways don't run Gluon`() {
        #expect(throws: StepCompiler.Invalid.self) {
            try StepCompiler(for: .gateway).compile([NamedStep(name: "x", step: .gluon(.reload))])
        }
    }
}

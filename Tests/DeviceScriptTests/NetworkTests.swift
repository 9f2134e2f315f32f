import Foundation
import Testing
import Transactions

/// systemd-networkd's traps, as LAB.md saw them.
struct NetworkTests {
    private static let worker = [
        "wg-nord\tWORKERKEY=\tPSK=\t192.0.2.7:4711\tfe80::7/128\t0\t0\t0\t25",
        "wg-nord\tPLAINKEY=\t(none)\t(none)\tfe80::8/128\t0\t0\t0\toff",
    ]
    private static let routes = [
        "fe80::7 dev wg-nord proto static metric 1024 pref medium",
        "fe80::/64 dev wg-nord proto kernel metric 256 pref medium",
        "default via fe80::1 dev inet0 proto static metric 1024 pref medium",
    ]
    private static let forwards = ["00:00:00:00:00:00 dev vx-nord dst fe80::7 via wg-nord self permanent"]

    private func meet(_ device: DeviceUnderTest) throws {
        try device.write("wg-nord\tSECRET=\tPUBLIC=\t40003\toff\n" + lines(Self.worker), to: "/world/wg")
        try device.write(lines(Self.routes), to: "/world/routes")
        try device.write(lines(Self.forwards), to: "/world/fdb")
        for link in ["wg-nord", "vx-nord"] { try device.write("", to: "/world/links/\(link)") }
        for (name, link) in [("30-wg", "wg-nord"), ("30-vx", "vx-nord")] {
            try device.write("[NetDev]\nName=\(link)\n", to: "/etc/systemd/network/\(name).netdev")
        }
    }

    private func lines(_ texts: [String]) -> String {
        texts.map { $0 + "\n" }.joined()
    }

    private func expectWorkersEntries(on device: DeviceUnderTest) {
        for peer in Self.worker { #expect(device.read("/world/wg")?.contains(peer + "\n") == true) }
        #expect(device.read("/world/routes")?.contains(Self.routes[0]) == true)
        #expect(device.read("/world/fdb") == lines(Self.forwards))
    }

    @Test(arguments: Shell.allCases)
    func `a reload keeps what the worker added, on the way there and back`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try meet(device)
            let before = try await device.fingerprint()
            let step = DeviceStep(
                name: "more MTU",
                files: [
                    .init(
                        path: "/etc/systemd/network/30-wg.network",
                        content: Array("[Match]\nName=wg-nord\n".utf8)
                    )
                ]
            )
            try await device.report(.begin(.sample(steps: [step])))
            #expect(try await device.report(.apply(id: "t1", wait: 20)).state == .applied)
            expectWorkersEntries(on: device)
            #expect(try await device.report(.rollback(id: "t1", force: false, wait: 20)).state == .reverted)
            expectWorkersEntries(on: device)
            #expect(try await device.fingerprint() == before)
            #expect(!device.exists("/run/umstieg/t1"), "peers' secrets stay nowhere")
            #expect(device.calls.allSatisfy { !$0.contains("restart systemd-networkd") })
        }
    }

    @Test(arguments: Shell.real)
    func `what the units define is networkd's business`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try meet(device)
            let step = DeviceStep(
                name: "peers",
                files: [
                    .init(
                        path: "/etc/systemd/network/30-wg.netdev",
                        content: Array("[NetDev]\nName=wg-nord\n[WireGuardPeer]\nPublicKey = PLAINKEY=\n".utf8)
                    ),
                    .init(
                        path: "/etc/systemd/network/30-vx.network",
                        content: Array("[BridgeFDB]\nDestination=fe80::7\n[Route]\nDestination=fe80::7/128\n".utf8)
                    ),
                ]
            )
            try await device.report(.begin(.sample(steps: [step])))
            #expect(try await device.report(.apply(id: "t1", wait: 20)).state == .applied)
            #expect(device.read("/world/wg")?.contains("WORKERKEY=") == true)
            #expect(device.read("/world/wg")?.contains("PLAINKEY=") == false)
            #expect(device.read("/world/fdb") == "")
            #expect(device.read("/world/routes")?.contains("fe80::7") == false)
        }
    }

    @Test(arguments: Shell.real)
    func `a unit that networkd can't read fails its step, although reload says nothing`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            var step = DeviceStep.networkUnits
            step.files[1].content += Array("PrivateKey=x\n".utf8)
            step.files[1].mode = "0600"
            try await device.report(.begin(.sample(steps: [step])))
            let report = try await device.report(.apply(id: "t1", wait: 20))
            #expect(report.state == .reverted && report.reason == "step 1 failed: vx-nord is missing")
            step.files[1].mode = "0640"
            try await device.report(.begin(.sample("t2", steps: [step])))
            #expect(try await device.report(.apply(id: "t2", wait: 20)).state == .applied)
        }
    }

    @Test(arguments: Shell.real)
    func `a unit whose file went back reads it again`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.furnish()
            try await device.report(.begin(.sample(steps: [.workerServices])))
            try await device.report(.apply(id: "t1", wait: 20))
            try device.write("", to: "/world/calls")
            try await device.report(.rollback(id: "t1", force: false, wait: 20))
            let calls = device.calls.filter { $0.hasPrefix("systemctl re") || $0.contains("daemon-reload") }
            #expect(calls.starts(with: ["systemctl daemon-reload", "systemctl restart worker.service"]))
        }
    }
}

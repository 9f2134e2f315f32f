import FleetModel
import Foundation
import Planning
import Testing
import Transactions

/// What a node runs for new firmware, with doubles of sysupgrade and autoupdater.
struct FirmwareTests {
    private static let bytes = Array("good v2\n".utf8)

    private func step(
        _ source: FirmwareStep.Source? = nil,
        boards: [String] = ["other", "board'; reboot"]
    ) -> FirmwareStep {
        let image = FirmwareImage(path: "/image", digest: SHA256Digest.text(of: Self.bytes), boards: boards)
        return FirmwareStep(source: source ?? .image(image), release: "v2", within: 60)
    }

    private func image(_ step: FirmwareStep) throws -> FirmwareImage {
        guard case .image(let image) = step.source else { throw CancellationError() }
        return image
    }

    private func with(_ shell: Shell, _ body: (DeviceUnderTest) async throws -> Void) async throws {
        try await DeviceUnderTest.with(shell, flavour: "process") { device in
            try device.write("v1\n", to: "/lib/gluon/release")
            try device.write("02:CA:ff:ee:00:07\n", to: "/lib/gluon/core/sysconfig/primary_mac")
            try device.write("board'; reboot\n", to: "/tmp/sysinfo/board_name")
            try device.write("MemTotal: 60000 kB\nMemAvailable:   20000 kB\n", to: "/proc/meminfo")
            try device.write("11111111-1111-4111-8111-111111111111\n", to: "/proc/sys/kernel/random/boot_id")
            try device.write("fastd\n", to: "/proc/4/comm")
            try device.write("config mesh_vpn 'mesh_vpn'\n\toption enabled '1'\n\n", to: "/etc/config/gluon")
            try device.write(
                "config autoupdater 'settings'\n\nconfig branch 'stable'\n\toption name 'stable'\n\n",
                to: "/etc/config/autoupdater"
            )
            try await body(device)
        }
    }

    private func look(_ device: DeviceUnderTest) async throws -> FirmwareStanding {
        try FirmwareStanding(try await device.run(FirmwareStep.lookScript).text)
    }

    private func until(
        _ device: DeviceUnderTest,
        _ isAwaited: (FirmwareStanding) -> Bool
    ) async throws -> FirmwareStanding {
        for _ in 0..<300 {
            let standing = try await look(device)
            if isAwaited(standing) { return standing }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("it never came to that")
        return try await look(device)
    }

    @Test(arguments: Shell.real)
    func `an image is looked at, flashed, and told as begun until it runs`(shell: Shell) async throws {
        try await with(shell) { device in
            let step = step()
            let before = try await look(device)
            #expect(before.release == "v1")
            #expect(before.id == "02caffee0007")
            #expect(before.begun == nil)

            let check = try await device.run(step.checkScript(scope: "north"))
            #expect(check.status == 0, "\(check.errorText)")
            let bring = DeviceCommand(
                text: FirmwareStep.bringScript(try image(step), bytes: Self.bytes.count),
                standardInput: Self.bytes
            )
            let brought = try await device.run(bring)
            #expect(brought.status == 0, "\(brought.errorText)")
            #expect(try await device.run(step.beginScript(scope: "north")).status == 0)
            let begun = try #require(try await look(device).begun)
            #expect((begun.release, begun.bootID) == ("v2", before.bootID))
            let after = try await until(device) { $0.release == "v2" }
            #expect(after.bootID.hasPrefix("2222"))
            #expect(device.read("/world/hooks") == "sysupgrade good v2\n")
            // Fences and holds are for the new firmware, too.
            #expect(device.read("/etc/sysupgrade.conf") == "/etc/umstieg\n")

            #expect(try await device.run(FirmwareStep.endScript).status == 0)
            #expect(try await look(device).begun == nil)
        }
    }

    @Test(arguments: Shell.real)
    func `what came to nothing is told`(shell: Shell) async throws {
        try await with(shell) { device in
            let begin = step(.autoupdater(branch: "stable")).beginScript(scope: "north")
            #expect(try await device.run(begin).status == 0)
            let after = try await until(device, \.hasEnded)
            #expect(after.release == "v1")
            #expect(after.log.contains("No new firmware available."), "\(after.log)")
            #expect(device.read("/world/hooks") == "autoupdater -f -b stable\n")
        }
    }

    /// A change of the device, and what is said then.
    private static let objections: [(place: String, content: String?, said: String)] = [
        ("/etc/umstieg/holds/north", "7\n", "a hold is set on north"),
        ("/proc/5/comm", "sysupgrade\n", "sysupgrade runs already"),
        ("/proc/5/comm", "autoupdater\n", "autoupdater runs already"),
        ("/proc/4/comm", nil, "fastd does not run"),
        ("/tmp/sysinfo/board_name", "tplink,archer-c7-v5\n", "its board is tplink,archer-c7-v5"),
        ("/tmp/sysinfo/board_name", "$(reboot)\n", "its board is $(reboot)"),
        ("/tmp/sysinfo/board_name", nil, "does not tell its board"),
    ]

    @Test(arguments: Shell.real)
    func `whatever speaks against new firmware stops it before anything is brought`(shell: Shell) async throws {
        for objection in Self.objections {
            try await with(shell) { device in
                if let content = objection.content {
                    try device.write(content, to: objection.place)
                } else {
                    try FileManager.default.removeItem(atPath: device.root.path + objection.place)
                }
                let output = try await device.run(step().checkScript(scope: "north"))
                #expect(output.status != 0)
                #expect(output.errorText.contains(objection.said), "\(output.errorText)")
            }
        }
    }

    @Test(arguments: Shell.real)
    func `an emergency that came while the image was brought is heard`(shell: Shell) async throws {
        try await with(shell) { device in
            try device.write("7\n", to: "/etc/umstieg/holds/north")
            let begun = try await device.run(step().beginScript(scope: "north"))
            #expect(begun.status != 0)
            #expect(begun.errorText.contains("a hold is set on north"), "\(begun.errorText)")
            #expect(try await look(device).begun == nil)
            #expect(device.read("/world/hooks") == nil)
        }
    }

    @Test(arguments: Shell.real)
    func `a branch that the firmware doesn't know is refused`(shell: Shell) async throws {
        try await with(shell) { device in
            let known = try await device.run(step(.autoupdater(branch: "stable")).checkScript(scope: "north"))
            #expect(known.status == 0, "\(known.errorText)")
            let unknown = try await device.run(step(.autoupdater(branch: "unheard")).checkScript(scope: "north"))
            #expect(unknown.errorText.contains("no branch unheard"), "\(unknown.errorText)")
        }
    }

    @Test(arguments: Shell.real)
    func `a broken image never reaches the flash`(shell: Shell) async throws {
        try await with(shell) { device in
            let step = step()
            let wrong = Array("bad v2\n".utf8)
            let script = FirmwareStep.bringScript(try image(step), bytes: wrong.count)
            let other = try await device.run(DeviceCommand(text: script, standardInput: wrong))
            #expect(other.errorText.contains("digest differs"), "\(other.errorText)")

            var foreign = try image(step)
            foreign.digest = SHA256Digest.text(of: wrong)
            let refused = try await device.run(
                DeviceCommand(text: FirmwareStep.bringScript(foreign, bytes: wrong.count), standardInput: wrong)
            )
            #expect(refused.errorText.contains("Image check failed."), "\(refused.errorText)")

            let large = try await device.run(
                DeviceCommand(text: FirmwareStep.bringScript(foreign, bytes: 13 << 20), standardInput: wrong)
            )
            #expect(large.errorText.contains("only 20000 KiB of memory are free"), "\(large.errorText)")
            #expect(!device.exists("/tmp/umstieg-firmware.bin"))
        }
    }

    @Test(arguments: ["", "release v1\n", "release v1\naddress a\nboot \nbegun \nlog \nend \n", "\u{1b}[2J"])
    func `anything else is no answer`(text: String) {
        #expect(throws: UnreadableAnswer.self) { try FirmwareStanding(text) }
    }
}

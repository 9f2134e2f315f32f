import Foundation
import Testing
import Transactions

/// Names and values from inventories and from the mesh are hostile.
struct HostileTests {
    private static let names = [
        "/etc/a b", "/etc/it's", "/etc/\"q\"", "/etc/$(touch pwned)", "/etc/`touch pwned`", "/etc/-rf", "/etc/ü ß",
        "/etc/*", "/etc/a\\b", "/etc/;touch pwned", "/etc/#x", "/etc/ leading", "/etc/trailing ", "/etc/%n", "/etc/[a]",
    ]

    @Test(arguments: Shell.allCases)
    func `hostile names and values come through unharmed`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            for name in Self.names.prefix(8) { try device.write("old \(name)\n", to: name) }
            let before = try await device.fingerprint()
            let step = DeviceStep(
                name: "\"; $(touch pwned) \\ ü '",
                files: Self.names.map { .init(path: $0, content: Array("new \($0)\n".utf8)) },
                check: "printf 'bad \\001\\377 \"\\\\ \\342\\202\\254\\n'; false",
                checkSeconds: 0
            )
            var transaction = DeviceTransaction.sample(steps: [step])
            transaction.owner = "o'\"$(touch pwned)\\u0000 Löwe"
            transaction.rollout = "{\"x\":[]}"
            let armed = try await device.report(.begin(transaction))
            #expect(armed.owner == transaction.owner && armed.rollout == transaction.rollout)
            let output = try await device.output(of: .apply(id: "t1", wait: 20))
            let report = try DeviceAnswer.report(from: output.standardOutput)
            #expect(report.state == .reverted && report.stepName == step.name)
            #expect(report.reason == "step 1 failed: bad \u{1}\u{fffd} \"\\ €")
            #expect(String(validating: output.standardOutput, as: UTF8.self) != nil)
            #expect(try await device.fingerprint() == before)
            #expect(try await device.run("find '\(device.root.path)' -name pwned").text == "")
        }
    }

    @Test(arguments: Shell.real)
    func `symbolic links come back as links, whatever stands in their place`(shell: Shell) async throws {
        try await DeviceUnderTest.with(shell) { device in
            try device.create("etc/real")
            try device.write("content\n", to: "/etc/file")
            try device.link("/etc/to-directory", to: "real")
            try device.link("/etc/dangling", to: "nowhere at all")
            let before = try await device.fingerprint()
            let step = DeviceStep(
                name: "links",
                paths: ["/etc/file", "/etc/to-directory", "/etc/dangling"],
                apply: """
                    cd "$UMSTIEG_ROOT/etc" && rm file to-directory dangling
                    ln -s real file && echo x >to-directory && ln -s real dangling
                    """
            )
            try await device.report(.begin(.sample(steps: [step])))
            #expect(try await device.report(.apply(id: "t1", wait: 20)).state == .applied)
            #expect(try await device.report(.rollback(id: "t1", force: false, wait: 20)).state == .reverted)
            #expect(try await device.fingerprint() == before)
        }
    }

    @Test
    func `a directory that stands in a file's place is told, and left`() async throws {
        try await DeviceUnderTest.with(.dash) { device in
            try device.write("content\n", to: "/etc/file")
            let step = DeviceStep(
                name: "directory",
                paths: ["/etc/file"],
                apply: "rm \"$UMSTIEG_ROOT/etc/file\"; mkdir -p \"$UMSTIEG_ROOT/etc/file/precious\""
            )
            try await device.report(.begin(.sample(revertBound: 1, steps: [step])))
            try await device.report(.apply(id: "t1", wait: 20))
            let report = try await device.report(.rollback(id: "t1", force: false, wait: 40))
            #expect(report.state == .revertFailed)
            #expect(report.differences.contains("/etc/file: a directory is in its place"))
            #expect(device.exists("/etc/file/precious"))
        }
    }

    @Test(arguments: ["x y", "../t1", "-t", "", "t1/..", "$(id)", String(repeating: "a", count: 65)])
    func `the script itself refuses names that Swift would not let pass`(id: String) async throws {
        try await DeviceUnderTest.with(.dash) { device in
            for verb in ["status", "apply", "confirm", "rollback"] {
                let command = DeviceCommand(
                    text: "UMSTIEG_STATE='\(device.state)' sh -s -- \(verb) '\(id)' --fence 1",
                    standardInput: DeviceScript.bytes
                )
                let output = try await device.run(command)
                #expect(output.status == 10)
                let code = #expect(throws: DeviceRefusal.self) {
                    try DeviceAnswer.report(from: output.standardOutput)
                }
                #expect([.invalid, .noSuchTransaction].contains(code?.code))
            }
        }
    }

    @Test(.enabled(if: getuid() == 0, "mounting a small tmpfs needs root"), arguments: Shell.real)
    func `a disk that fills up after begin does not stop the way back`(shell: Shell) async throws {
        let disk = URL(fileURLWithPath: "/dev/shm/umstieg-disk-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        defer { rmdir(disk.path) }
        guard mount("none", disk.path, "tmpfs", 0, "size=2m") == 0 else {
            try Test.cancel("this machine does not let root mount a tmpfs")
        }
        defer { umount2(disk.path, Int32(MNT_DETACH)) }
        try await DeviceUnderTest.with(shell, directory: disk) { device in
            // As on a device, /run is not on the disk.
            let run = "/dev/shm/umstieg-run-\(UUID().uuidString.prefix(8))"
            try FileManager.default.createDirectory(atPath: run, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: run) }
            try device.remove("/run")
            try device.link("/run", to: run)
            try device.furnish()
            let before = try await device.fingerprint()
            try await device.report(.begin(.sample()))
            // World and state share the disk: the step's own file is what no longer fits.
            let fill = "dd if=/dev/zero of='\(device.root.path)/fill' bs=1024 2>/dev/null"
            _ = try await device.run(fill)
            let report = try await device.report(.rollback(id: "t1", force: false, wait: 20))
            #expect(report.state == .reverted)
            #expect(try await device.fingerprint() == before)
            #expect(try await device.refusal(.begin(.sample("t2"))) != nil)
            try device.remove("/fill")
            _ = try await device.run(fill + " count=700")
            let large = DeviceStep(
                name: "large",
                files: [.init(path: "/etc/existing", content: [UInt8](repeating: 65, count: 200_000))],
                apply: "\(fill); exit 0",
                check: "false",
                checkSeconds: 0
            )
            try await device.report(.begin(.sample("t3", steps: [large])))
            #expect(try await device.report(.apply(id: "t3", wait: 30)).state == .reverted)
            #expect(device.read("/etc/existing") == "old\n")
        }
    }
}

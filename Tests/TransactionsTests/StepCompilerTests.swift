import Foundation
import Planning
import Testing

@testable import Transactions

struct StepCompilerTests {
    private func compile(_ step: Step) throws -> DeviceStep {
        let steps = try StepCompiler(for: .gateway).compile([NamedStep(name: "step", step: step)])
        return try #require(steps.first)
    }

    private func unit(_ name: String, _ content: String) -> FileStep {
        FileStep(path: name, content: content, mode: "0644", owner: "root:root")
    }

    @Test func `networkd units say which links they make, in their order`() throws {
        let step = try compile(
            .networkd(
                NetworkdStep(
                    units: [
                        unit("60-wg.netdev", "[NetDev]\nName=wg-a\nKind=wireguard\n"),
                        unit("60-vx.netdev", "# VXLAN\n[NetDev]\nName = vx-a\nKind=vxlan\n[VXLAN]\nVNI=7\n"),
                        unit("60-vx.network", "[Match]\nName=vx-a\n[Network]\nBatmanAdvanced=bat-a\n"),
                    ],
                    within: 20
                )
            )
        )
        #expect(step.links == ["wg-a", "vx-a"])
        #expect(step.files.map(\.path).first == "/etc/systemd/network/60-wg.netdev")
        #expect(step.checkSeconds == 20)
    }

    @Test func `all that units promise is read back`() throws {
        let step = try compile(
            .networkd(
                NetworkdStep(
                    units: [
                        unit(
                            "wg.netdev",
                            "[NetDev]\nName=wg-a\nKind=wireguard\n[WireGuard]\nListenPort=40003\n"
                                + "[WireGuardPeer]\nPublicKey=K1=\n[WireGuardPeer]\nPublicKey=K2=\n"
                        ),
                        unit("vx.netdev", "[NetDev]\nName=vx-a\nKind=vxlan\n[VXLAN]\nVNI=7\nDestinationPort=8472\n"),
                        unit("wg.network", "[Match]\nName=wg-a\n[Network]\nAddress=fe80::1/128\nVXLAN=vx-a\n"),
                        unit(
                            "vx.network",
                            "[Match]\nName=vx-a\n[Network]\nBatmanAdvanced=bat-a\n[BridgeFDB]\n"
                                + "MACAddress=00:00:00:00:00:00\nDestination=fe80::2\nOutgoingInterface=wg-a\n"
                        ),
                    ],
                    within: 20
                )
            )
        )
        let expectations = [
            "/sys/class/net/wg-a", "/sys/class/net/vx-a", "wg show wg-a listen-port", "K1=", "K2=", "' id 7 '",
            "' dstport 8472 '", "' fe80::1/128 '", "'vx-a: active'", "batctl meshif bat-a interface",
            "'00:00:00:00:00:00 dst fe80::2 via wg-a '",
        ]
        for expectation in expectations {
            #expect(step.check.contains(expectation), "not read back: \(expectation)")
        }
    }

    @Test func `an override survives reboots and is drained on the way back`() throws {
        let override = BatmanOverrideStep(
            batman: "bat-a",
            interface: "vx-a",
            throughput: 1_000_000,
            drain: 500,
            drainWithin: 60
        )
        let step = try compile(.batmanOverride(override))
        let file = try #require(step.files.first)
        #expect(file.path == "/etc/systemd/system/umstieg-override-vx-a.service")
        let text = String(decoding: file.content, as: UTF8.self)
        #expect(text.contains("WantedBy=sys-subsystem-net-devices-vx\\x2da.device"))
        #expect(text.contains("batctl hardif vx-a throughput_override 1000000kbit 2>/dev/null; do sleep 1; done'"))
        #expect(step.check.contains("1000.0"))
        #expect(step.undo.contains("throughput_override 500kbit"))
    }

    /// The first originator is the interface at the tunnel's other end, which only BATMAN_IV takes for one.
    @Test(arguments: [
        ("BATMAN_IV", "a star elsewhere", 30), ("BATMAN_IV", "a star here", 33), ("BATMAN_V", "a star elsewhere", 33),
        ("BATMAN_V", "nothing", 30), ("BATMAN_V", "an error", 33), ("BATMAN_IV", "an error", 33),
    ])
    func `a drain waits for best paths, under BATMAN_IV only for those of what has another`(
        algorithm: String,
        originators: String,
        naps: Int
    ) throws {
        let override = BatmanOverrideStep(
            batman: "bat-a",
            interface: "lo",
            throughput: 1000,
            drain: 500,
            drainWithin: 33
        )
        let (here, elsewhere) = originators == "a star here" ? ("*", " ") : (" ", "*")
        let doubles = """
            systemctl() { :; }
            sleep() { echo nap; }
            batctl() {
                case "$*" in
                'meshif bat-a neighbors') echo '[B.A.T.M.A.N. adv 2022.3, MainIF/MAC: x (bat-a/y \(algorithm))]' ;;
                'meshif bat-a orig_interval') echo 5000 ;;
                'meshif bat-a originators -H')
                    case '\(originators)' in nothing) return 0 ;; 'an error') return 1 ;; esac
                    cat <<'END' ;;
             * 02:aa:00:00:00:09    3.588s   (250) 02:aa:00:00:00:09 [        lo]
             \(here) 02:aa:00:00:00:01    0.508s   (255) 02:aa:00:00:00:09 [        lo]
             \(elsewhere) 02:aa:00:00:00:01    0.508s   (255) 02:aa:00:00:00:08 [   fastd-a]
            END
                *) echo "$*" ;;
                esac
            }

            """
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-euc", doubles + (try compile(.batmanOverride(override)).undo)]
        process.standardOutput = output
        try process.run()
        let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let lines = printed.split(separator: "\n")
        #expect(lines.count { $0 == "nap" } == naps, "\(printed)")
        #expect(lines.contains("hardif lo hop_penalty 192") == (algorithm == "BATMAN_IV"))
        #expect(printed.contains("going on") == (naps == 33))
    }

    /// The unit's commands as systemd gives them to the shell, with a batctl that remembers.
    @Test(arguments: ["BATMAN_IV", "BATMAN_V"])
    func `under BATMAN_IV an override is a penalty of the others, which are as before when it ends`(
        algorithm: String
    ) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "umstieg-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let override = BatmanOverrideStep(
            batman: "bat-a",
            interface: "vx-a",
            throughput: 1_000_000,
            drain: 500,
            drainWithin: 0
        )
        let unit = String(decoding: try #require(compile(.batmanOverride(override)).files.first).content, as: UTF8.self)
        for (name, penalty) in [("fastd-a", 7), ("dummy-a", 0), ("vx-a", 0)] {
            try Data("\(penalty)\n".utf8).write(to: directory.appending(path: name))
        }
        let batctl = """
            batctl() {
                case "$*" in
                'meshif bat-a neighbors') echo '[B.A.T.M.A.N. adv 2022.3, MainIF/MAC: x (bat-a/y \(algorithm))]' ;;
                'meshif bat-a interface') printf '%s: active\\n' fastd-a dummy-a vx-a ;;
                'hardif '*' hop_penalty') cat "$2" ;;
                'hardif '*' hop_penalty '*) echo "$4" >"$2" ;;
                esac
            }

            """
        func run(_ key: String) throws {
            let line = try #require(unit.split(separator: "\n").last { $0.hasPrefix("\(key)=/bin/sh -c \"") })
            let script = line.dropFirst("\(key)=/bin/sh -c \"".count).dropLast()
                .replacing("\\\"", with: "\"").replacing("$$", with: "$").replacing("%%", with: "%")
                .replacing("/run/umstieg-override", with: "\(directory.path)/memory")
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", batctl + script]
            process.currentDirectoryURL = directory
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        func penalties() throws -> [String] {
            try ["fastd-a", "dummy-a", "vx-a"].map {
                try String(contentsOf: directory.appending(path: $0), encoding: .utf8).trimmingCharacters(in: .newlines)
            }
        }
        try run("ExecStart")
        #expect(try penalties() == (algorithm == "BATMAN_IV" ? ["128", "128", "0"] : ["7", "0", "0"]))
        try run("ExecStopPost")
        #expect(try penalties() == ["7", "0", "0"])
        try run("ExecStopPost")
    }

    @Test func `a key among the steps is refused, as it is made before`() {
        let key = WireGuardKeyStep(path: "/k", mode: "0640", owner: "root:root")
        #expect(throws: StepCompiler.Invalid.self) { try compile(.wireGuardKey(key)) }
    }

    @Test func `a key's script never prints or carries the private key`() {
        let script = WireGuardKeyStep(path: "/etc/k's.key", mode: "0640", owner: "root:root").script
        #expect(script.contains("key='/etc/k'\\''s.key'"))
        #expect(!script.contains("$(wg genkey)"))
        #expect(script.hasSuffix("wg pubkey < \"$key\""))
    }
}

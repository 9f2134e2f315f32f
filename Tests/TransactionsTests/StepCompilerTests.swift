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

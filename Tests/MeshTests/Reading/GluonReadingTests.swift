import Mesh
import Testing

struct GluonReadingTests {
    @Test func `uci's options are found by their place`() throws {
        let options = try UCIOptions(reading: Fixture.bytes("uci.txt"))
        #expect(options["gluon.core.domain"] == "ffmuc_muc_nord")
        #expect(options["network.wg_mesh.mtu"] == "1376")
        #expect(options.list("network.wg_mesh.addresses") == ["fe80::1/128", "fe80::2/128"])
        #expect(options["network.wg_mesh.addresses"] == "fe80::1/128 fe80::2/128")
        #expect(options.flag("gluon.mesh_vpn.enabled") == true)
        #expect(options.flag("network.wg_mesh.disabled") == false)
        #expect(options.flag("network.wg_mesh.gone") == nil)
        #expect(options["wireless.radio0.channel"] == "11")
        #expect(options.types["gluon.mesh_vpn"] == "mesh_vpn")
        #expect(options.sections(of: "wireguard", type: "peer") == ["peer_1", "peer_2"])
    }

    @Test func `quotes and line feeds in a value don't end it`() throws {
        let options = try UCIOptions(reading: Fixture.bytes("uci.txt"))
        #expect(options["system.@system[0].hostname"] == "O'Neill's\nsecond line = '")
    }

    @Test(arguments: [
        ("a.b='x", ReadingError.Kind.cut, "line 1"), ("a.b.c='1'\na.b.d='x'\\", .cut, "line 2"),
        ("a.b.c='1' 2\n", .unreadable, "line 1"), ("a.b.c='1'x\n", .unreadable, "line 1"),
        ("a.b.c.d='1'\n", .unreadable, "line 1"), ("a='1'\n", .unreadable, "line 1"),
        ("a.b.c='1\n2'\na.b$(id).c='1'\n", .unreadable, "line 3"), ("a.b='x' 'y'\n", .unreadable, "line 1"),
        ("uci: Entry not found\n", .failed, ""), ("Usage: uci [<options>] <command>\n", .unsupported, ""),
    ])
    func `what uci doesn't print is refused with its place`(text: String, kind: ReadingError.Kind, place: String) {
        let error = #expect(throws: ReadingError.self) { try UCIOptions(reading: text.output) }
        #expect(error?.kind == kind)
        #expect(error?.place == place)
    }

    @Test func `secrets among uci's options are neither kept nor quoted`() throws {
        let secret = "cV3ISTw2V5pbEWmVEA9jXjVy/fhwPnCO8aCNlDs2d04="
        let places = [
            "network.wg_mesh.private_key", "wireguard.mesh_vpn.privatekey", "fastd.mesh_vpn.secret",
            "wireless.mesh.key",
            "wireless.mesh.sae_password", "wireguard.peer_1.preshared_key", "wireless.client.key1",
        ]
        let lines = places.map { "\($0)='\(secret)'\n" }.joined()
        #expect(try UCIOptions(reading: lines.output).values.isEmpty)
        #expect(try UCIOptions(reading: "fastd.peer.key='0f0f'\n".output)["fastd.peer.key"] == "0f0f")
        for broken in ["\(secret)\n", "a.b.c='x'\n\(secret)'\n", "a.b.c='x' \(secret)\n"] {
            let error = #expect(throws: ReadingError.self) { try UCIOptions(reading: broken.output) }
            #expect(error?.description.contains("cV3IST") == false)
        }
    }

    @Test func `gluon-info's values may hold colons, and may be empty`() throws {
        let info = try GluonInfo(reading: Fixture.bytes("gluon-info.txt"))
        #expect(info["Hostname"] == "O'Neill: at the bridge")
        #expect(info["Gluon version / site version"] == "v2023.2.2 / v2023.9")
        #expect(info["Firmware release"] == "v2023.9.1")
        #expect(info["Public VPN key"]?.isEmpty == true)
        #expect(info.values.count == 8)
    }
}

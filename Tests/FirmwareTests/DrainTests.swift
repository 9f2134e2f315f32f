import Foundation
import Testing

/// Traffic leaves one of two transports, and the node keeps its key.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/busybox"), "busybox is not installed"))
struct DrainTests {
    private static let secret = "60aee8d9f9e1f6d5c9c2f3ab1e4b6ad7c95d4b0e7f0f9d3e2b1a0c9d8e7f6a5b"
    /// The same 32 bytes, as `xxd -r -p | base64` prints them.
    private static let key = "YK7o2fnh9tXJwvOrHktq18ldSw5/D50+KxoMnY5/als="

    private func router() throws -> Router {
        let router = try Router()
        try router.furnish()
        try router.run("up")
        try router.write("", to: "world/links/fastd-vpn")
        router.remove("world/calls")
        return router
    }

    @Test(arguments: [("wireguard", "mesh-vpn"), ("fastd", "fastd-vpn")])
    func `a drain waits until no best path leads through it`(transport: String, interface: String) throws {
        let router = try router()
        try router.setOriginators(through: "eth-mesh")
        let result = try router.run("drain", transport)
        #expect(result.status == 0 && result.text.isEmpty, "\(result.text)")
        #expect(
            router.calls.first { $0.contains("override") } == "batctl hardif \(interface) throughput_override 500kbit"
        )
        #expect(!router.calls.contains { $0.hasPrefix("sleep") })
    }

    /// Another gateway of the site than the one that the broker names.
    private static let second = "lR5uIePWPjTKtlNjYUpuD4sdVA9f/M4CQ2AhuHzhAkI="

    private func uplink(of algorithm: String = "BATMAN_V", knowsSecond: Bool = false) throws -> Router {
        let router = try router()
        router.algorithm = algorithm
        try router.write("", to: "world/links/eth-mesh")
        try router.setOriginators(through: "eth-mesh")
        try router.setNeighbors("eth-mesh", "mesh-vpn", "fastd-vpn")
        guard knowsSecond else { return router }
        let peers = [
            (Router.gateway, "fe80::2ab:cdff:fe01:203", "gw1"), (Self.second, "fe80::2ab:cdff:fe01:204", "gw2"),
        ]
        for (number, (key, address, name)) in peers.enumerated() {
            try router.append(
                """
                config peer 'peer_\(number + 1)'
                \toption publickey '\(key)'
                \toption link_address '\(address)'
                \toption endpoint '\(name).example.net:40001'

                """,
                to: "etc/config/wireguard"
            )
        }
        return router
    }

    private static func moves(_ router: Router) -> [String] {
        router.calls.filter { $0.hasPrefix("ip link set eth-mesh") || $0.hasPrefix("batctl hardif eth-mesh ") }
    }

    @Test(arguments: [["drain", "fastd"], ["down"], ["fastd"]])
    func `who meshes behind a tunnel with one gateway is met anew before a transport goes`(words: [String]) throws {
        let router = try uplink()
        #expect(try router.run(words).status == 0)
        #expect(
            Self.moves(router) == [
                "batctl hardif eth-mesh hop_penalty", "batctl hardif eth-mesh throughput_override",
                "ip link set eth-mesh nomaster", "ip link set eth-mesh master bat0",
                "batctl hardif eth-mesh hop_penalty 20", "batctl hardif eth-mesh throughput_override 50.0mbit",
            ]
        )
        #expect(!router.exists("tmp/umstieg-mesh-vpn/outside"))
        let calls = router.calls
        let goes = calls.firstIndex { $0 == "ip link set mesh-vpn nomaster" || $0 == "ip link delete mesh-vpn" }
        if let goes { #expect(goes > calls.firstIndex(of: "ip link set eth-mesh master bat0")!) }
        #expect((goes == nil) == (words == ["drain", "fastd"]))
    }

    @Test(arguments: [
        (["drain", "fastd"], "mesh-vpn"), (["down"], "fastd-vpn"), (["fastd"], "fastd-vpn"),
    ])
    func `where two gateways are at the end of what stays, nobody is touched`(words: [String], stays: String) throws {
        let router = try uplink(knowsSecond: true)
        try router.setNeighbors("eth-mesh", stays, stays)
        #expect(try router.run(words).status == 0)
        #expect(Self.moves(router).isEmpty)
        #expect(!router.calls.contains { $0.contains(Self.second) })
    }

    @Test func `a tunnel that is only drained leaves those behind in peace`() throws {
        let router = try uplink()
        #expect(try router.run("drain", "wireguard").status == 0)
        #expect(Self.moves(router).isEmpty)
    }

    @Test(arguments: [["drain", "fastd"], ["down"], ["fastd"]])
    func `BATMAN_IV needs none of that`(words: [String]) throws {
        let router = try uplink(of: "BATMAN_IV", knowsSecond: true)
        #expect(try router.run(words).status == 0)
        #expect(Self.moves(router).isEmpty && !router.calls.contains { $0.contains(Self.second) })
    }

    @Test(arguments: [("wireguard", "mesh-vpn"), ("fastd", "fastd-vpn")])
    func `under BATMAN_IV a drain is a penalty`(transport: String, interface: String) throws {
        let router = try uplink(of: "BATMAN_IV")
        #expect(try router.run("drain", transport).status == 0)
        #expect(router.calls.contains("batctl hardif \(interface) hop_penalty 192"))
        #expect(try router.run("undrain", transport).status == 0)
        #expect(router.calls.contains("batctl hardif \(interface) hop_penalty 0"))
        #expect(!router.calls.contains { $0.contains("throughput_override") })
    }

    /// The first line is the interface of the other end, which BATMAN_IV takes for an originator.
    @Test(arguments: [("", 0), ("*", 3)])
    func `under BATMAN_IV what has no other path is not waited for`(star: String, naps: Int) throws {
        let router = try uplink(of: "BATMAN_IV")
        try router.write(
            """
             * 02:aa:00:00:00:09    3.588s   (250) 02:aa:00:00:00:09 [  mesh-vpn]
             \(star == "*" ? "*" : " ") 02:aa:00:00:00:01    0.508s   (255) 02:aa:00:00:00:09 [  mesh-vpn]
             \(star == "*" ? " " : "*") 02:aa:00:00:00:01    0.508s   (255) 02:aa:00:00:00:08 [ fastd-vpn]

            """,
            to: "world/originators"
        )
        #expect(try router.run("drain", "wireguard").status == 0)
        #expect(router.calls.filter { $0 == "sleep 1" }.count == naps)
    }

    @Test func `a second gateway is joined for those behind before fastd goes`() throws {
        let router = try uplink(knowsSecond: true)
        #expect(try router.run("drain", "fastd").status == 0)
        let calls = router.calls.filter { !$0.hasPrefix("batctl meshif") }
        let joined = try #require(
            calls.firstIndex(
                of: "wg set wg_mesh_vpn peer \(Self.second) endpoint gw2.example.net:40001 "
                    + "allowed-ips fe80::2ab:cdff:fe01:204/128 persistent-keepalive 25"
            )
        )
        #expect(
            calls.dropFirst(joined + 1).prefix(3) == [
                "ip -6 route replace fe80::2ab:cdff:fe01:204/128 dev wg_mesh_vpn",
                "bridge fdb append 00:00:00:00:00:00 dev mesh-vpn dst fe80::2ab:cdff:fe01:204 via wg_mesh_vpn",
                "batctl hardif fastd-vpn throughput_override 500kbit",
            ]
        )
        // The tunnel stays the first one's.
        #expect(router.read("tmp/umstieg-mesh-vpn/gateway") == Router.gateway + "\n")
    }

    /// A broker that counts, so that it names another gateway the second time.
    @Test func `a gateway that the site doesn't name comes from the broker`() throws {
        let router = try uplink()
        let other = Router.answer(key: Self.second, address: "fe80::2ab:cdff:fe01:204", host: "gw2.example.net")
        try router.write(other, to: "world/answers/v2")
        #expect(try router.run("drain", "fastd").status == 0)
        #expect(router.calls.contains { $0.hasPrefix("wg set wg_mesh_vpn peer \(Self.second) ") })

        let alone = try uplink()
        #expect(try alone.run("drain", "fastd").status == 0)
        #expect(alone.calls.filter { $0.contains("/v2/") }.count == 2)
        #expect(!alone.calls.contains { $0.hasPrefix("wg set ") })
    }

    @Test func `without anybody behind one gateway is enough`() throws {
        let router = try uplink(knowsSecond: true)
        try router.setOriginators(through: "mesh-vpn")
        #expect(try router.run("drain", "fastd").status == 0)
        #expect(!router.calls.contains { $0.contains(Self.second) })
    }

    @Test func `whom somebody left outside of the mesh while he was killed is put back by whoever comes next`() throws {
        let router = try router()
        try router.write("", to: "world/links/eth-mesh")
        try router.write("eth-mesh\n", to: "tmp/umstieg-mesh-vpn/outside")
        try router.run("check")
        #expect(router.calls.contains("ip link set eth-mesh master bat0"))
        #expect(!router.exists("tmp/umstieg-mesh-vpn/outside"))
    }

    @Test func `a drain that doesn't succeed ends, and says so`() throws {
        let router = try router()
        try router.setOriginators(through: "mesh-vpn")
        let result = try router.run("drain", "wireguard")
        #expect(result.status == 0)
        #expect(result.text.contains("best paths still lead through mesh-vpn after 3 s"))
        #expect(router.calls.filter { $0 == "sleep 1" }.count == 3)
    }

    @Test func `what isn't there needs no drain`() throws {
        let router = try router()
        router.remove("world/links/fastd-vpn")
        #expect(try router.run("drain", "fastd").status == 0)
        #expect(try router.run("undrain", "fastd").status == 0)
        #expect(!router.calls.contains { $0.contains("override") })
    }

    @Test func `undrain sets each to what it was`() throws {
        let router = try router()
        #expect(try router.run("undrain", "wireguard").status == 0)
        #expect(try router.run("undrain", "fastd").status == 0)
        #expect(
            router.calls.filter { $0.contains("override") } == [
                "batctl hardif mesh-vpn throughput_override 1000000kbit",
                "batctl hardif fastd-vpn throughput_override 0kbit",
            ]
        )
    }

    @Test(arguments: [["drain"], ["undrain"], ["drain", "wan"], ["undrain", "$(reboot)"], ["dance"], []])
    func `other words get the usage`(words: [String]) throws {
        let router = try router()
        let result = try router.run(words)
        #expect(result.status == 64, "\(result.text)")
        #expect(result.text.contains("usage: umstieg-mesh-vpn key"))
        #expect(!router.calls.contains { $0.contains("override") })
    }

    // MARK: - The key

    private func router(secret: String, _ settings: [String: String]) throws -> Router {
        let router = try Router(settings)
        try router.furnish()
        try router.write("config fastd 'mesh_vpn'\n\toption secret '\(secret)'\n", to: "etc/config/fastd")
        return router
    }

    @Test(arguments: [secret, secret.uppercased()], [["key"], ["key", "gluon"]])
    func `in dialect gluon the key is fastd's`(secret: String, words: [String]) throws {
        let router = try router(secret: secret, words.count == 1 ? ["dialect": "gluon"] : [:])
        #expect(try router.run(words).text == Router.key + "\n")
        #expect(router.uci("wireguard.mesh_vpn.privatekey") == Self.key)
        #expect(router.read("world/private") == Self.key + "\n")
        #expect(router.uci("fastd.mesh_vpn.secret") == secret)
        #expect(!router.calls.contains("wg genkey"))
    }

    @Test(arguments: ["", "kept", String(secret.dropLast()), secret + "0", "g" + secret.dropFirst(), "$(reboot)"])
    func `a secret that is none is no key`(secret: String) throws {
        let router = try router(secret: secret, ["dialect": "gluon"])
        #expect(try router.run("key").status == 0)
        #expect(router.calls.contains("wg genkey"))
    }

    @Test func `dialect ffmuc makes a new one, and who has one keeps it`() throws {
        let other = try router(secret: Self.secret, [:])
        try other.run("key")
        #expect(other.calls.contains("wg genkey"))
        let own = try router(secret: Self.secret, ["dialect": "gluon", "privatekey": Router.gateway])
        try own.run("key")
        #expect(own.uci("wireguard.mesh_vpn.privatekey") == Router.gateway)
    }

    @Test func `the program takes little of a router's flash`() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/gzip")
        process.arguments = ["-9", "-c", Router.program]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let size = pipe.fileHandleForReading.readDataToEndOfFile().count
        process.waitUntilExit()
        print("umstieg-mesh-vpn: \(size) bytes compressed")
        #expect(size > 0 && size <= 12 * 1024)
    }
}

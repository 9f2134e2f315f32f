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

    @Test(arguments: ["wireguard", "fastd"])
    func `who meshes behind a node is met anew before a transport goes`(transport: String) throws {
        let router = try router()
        try router.write("", to: "world/links/eth-mesh")
        try router.setOriginators(through: "eth-mesh")
        #expect(try router.run("drain", transport).status == 0)
        #expect(
            router.calls.filter {
                $0.contains("eth-mesh") && !$0.contains("show") && !$0.hasSuffix("hop_penalty")
                    && !$0.hasSuffix("override")
            }
                == [
                    "ip link set eth-mesh nomaster", "ip link set eth-mesh master bat0",
                    "batctl hardif eth-mesh hop_penalty 20", "batctl hardif eth-mesh throughput_override 50.0mbit",
                ]
        )
        #expect(!router.exists("tmp/umstieg-mesh-vpn/outside"))
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
                "batctl hardif fastd-vpn throughput_override 0",
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

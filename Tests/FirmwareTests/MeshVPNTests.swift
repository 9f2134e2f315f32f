import Foundation
import Testing

/// The firmware's part, under busybox ash.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/busybox"), "busybox is not installed"))
struct MeshVPNTests {
    @Test func `the tunnel is built as the domain's dialect says`() throws {
        let router = try Router()
        try router.furnish()
        let result = try router.run("up")
        #expect(result.status == 0, "\(result.text)")
        let calls = router.calls
        #expect(calls.contains("ip link add wg_mesh_vpn mtu 1406 type wireguard"))
        #expect(
            calls.contains {
                $0.hasPrefix("wg set wg_mesh_vpn private-key ") && $0.hasSuffix(" fwmark 1")
            }
        )
        #expect(
            calls.contains(
                "wg set wg_mesh_vpn peer \(Router.gateway) endpoint gw1.example.net:40001 "
                    + "allowed-ips \(Router.gatewayAddress)/128 persistent-keepalive 25"
            )
        )
        // Of the golden vectors' formula: MD5 of the key and a line feed.
        let own = try #require(calls.first { $0.hasPrefix("ip -6 address add ") }).split(separator: " ")[4]
        #expect(
            calls.contains(
                "ip link add mesh-vpn mtu 1336 type vxlan id 12345 local \(own.dropLast(4)) dstport 8472 "
                    + "dev wg_mesh_vpn learning"
            )
        )
        #expect(
            calls.contains(
                "bridge fdb append 00:00:00:00:00:00 dev mesh-vpn dst \(Router.gatewayAddress) via wg_mesh_vpn"
            )
        )
        #expect(calls.contains("batctl hardif mesh-vpn throughput_override 1000000kbit"))
        #expect(!router.exists("tmp/umstieg-mesh-vpn/key"))
        #expect(!calls.contains { $0.contains("OHvLm2vLp4vEtYNsRqPy6Zz0S0H5bU7QkmGvNQjQ2kA=") })
    }

    @Test(arguments: [
        ("ffmuc", "fe80::2"), ("gluon", "fe80::2"),
    ])
    func `addresses are those of the other side`(dialect: String, prefix: String) throws {
        let router = try Router(["dialect": dialect])
        try router.furnish()
        try router.run("up")
        let suffix = dialect == "ffmuc" ? "\n" : ""
        let digest = Process()
        digest.executableURL = URL(filePath: "/usr/bin/md5sum")
        let (input, output) = (Pipe(), Pipe())
        (digest.standardInput, digest.standardOutput) = (input, output)
        try digest.run()
        input.fileHandleForWriting.write(Data((Router.key + suffix).utf8))
        try input.fileHandleForWriting.close()
        let hex = Array(String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).prefix(10))
        let words = [
            "02\(hex[0])\(hex[1])", "\(hex[2])\(hex[3])ff", "fe\(hex[4])\(hex[5])",
            "\(hex[6])\(hex[7])\(hex[8])\(hex[9])",
        ]
        let expected = "fe80::" + words.map { String(Int($0, radix: 16) ?? 0, radix: 16) }.joined(separator: ":")
        let address = try #require(router.calls.first { $0.hasPrefix("ip -6 address add ") })
        #expect(address.contains(" \(expected)/128 "))
        #expect(expected.hasPrefix(prefix))
        let interface = dialect == "ffmuc" ? "wg_mesh_vpn" : "wg_mesh"
        #expect(router.exists("world/links/\(interface)"))
        let port = dialect == "ffmuc" ? "8472" : "4789"
        #expect(router.calls.contains { $0.contains("dstport \(port) dev \(interface)") })
    }

    @Test func `the key is made once, and stays`() throws {
        let router = try Router()
        try router.furnish()
        #expect(try router.run("key").text == Router.key + "\n")
        #expect(try router.run("key").text == Router.key + "\n")
        #expect(router.calls.filter { $0 == "wg genkey" }.count == 1)
        #expect(router.uci("wireguard.mesh_vpn.privatekey").hasSuffix("="))
    }

    @Test func `the clock is set before anything is registered`() throws {
        let router = try Router()
        try router.furnish()
        try router.write("config timeserver 'ntp'\n\tlist server 'ntp1.example.net'\n", to: "etc/config/system")
        try router.run("up")
        let names = router.calls.map { String($0.split(separator: " ")[0]) }
        let clock = try #require(names.firstIndex(of: "ntpd"))
        #expect(clock < (try #require(names.firstIndex(of: "wget"))))
    }

    // MARK: Brokers

    @Test func `a broker that knows version 1 only leaves the choice to the site's gateways`() throws {
        let router = try Router()
        try router.furnish()
        router.remove("world/answers/v2")
        try router.write(router.read("etc/config/wireguard") + Self.peer, to: "etc/config/wireguard")
        let result = try router.run("up")
        #expect(result.status == 0, "\(result.text)")
        #expect(router.calls.contains { $0.contains("endpoint gw9.example.net:40009") })
        #expect(router.calls.contains { $0.contains("http") && $0.contains("/api/v1/wg/key/exchange") })
    }

    private static let peer = """

        config peer 'peer_1'
        \toption publickey '\(Router.gateway)'
        \toption endpoint 'gw9.example.net:40009'
        \toption link_address 'fe80::1'

        """

    @Test func `without any answer of the broker a gateway of the site is tried`() throws {
        let router = try Router()
        try router.furnish()
        router.remove("world/answers/v2")
        router.remove("world/answers/v1")
        try router.write(router.read("etc/config/wireguard") + Self.peer, to: "etc/config/wireguard")
        #expect(try router.run("up").status == 0)
    }

    @Test(arguments: [
        Router.answer(key: "$(touch /tmp/pwned)"), Router.answer(key: "short="),
        Router.answer(address: "2001:db8::1"), Router.answer(address: "fe80::1; reboot"),
        Router.answer(host: "gw1;reboot"), Router.answer(host: "-x"), Router.answer(port: "x"), Router.answer(port: ""),
        "", "{}", "<html>", String(repeating: "x", count: 100_000),
    ])
    func `an answer that isn't one builds nothing`(answer: String) throws {
        let router = try Router()
        try router.furnish()
        try router.write(answer, to: "world/answers/v2")
        router.remove("world/answers/v1")
        let result = try router.run("up")
        #expect(result.status == 1)
        #expect(result.text.contains("no gateway: neither the broker nor the site names one"))
        #expect(!router.calls.contains { $0.hasPrefix("ip link add") })
    }

    @Test func `a real request reaches a broker that answers version 2`() async throws {
        let router = try Router()
        try router.furnish()
        let broker = try HandDrivenBroker(in: router.root, one: "", two: Router.answer(port: "40003"))
        try await broker.listens()
        try router.set(broker: "http://127.0.0.1:\(broker.port)/api/v1/wg/key/exchange")
        router.real = ["wget"]
        // In the tunnel nobody serves a page: pings answer.
        try router.write("\(Router.gatewayAddress)%wg_mesh_vpn\n", to: "world/answering")
        let result = try router.run("up")
        #expect(result.status == 0, "\(result.text)")
        #expect(router.calls.contains { $0.contains("endpoint gw1.example.net:40003") })
        let body = #"{"domain":"ffmuc_muc_nord","public_key":"\#(Router.key)"}"#
        #expect(broker.asked == ["/api/v2/wg/key/exchange \(body)"])
    }

    @Test func `a real request falls back to version 1, as wgkex has it`() async throws {
        let router = try Router()
        try router.furnish()
        let broker = try HandDrivenBroker(in: router.root, one: #"{"Message": "OK"}"#, two: "")
        try await broker.listens()
        try router.set(broker: "http://127.0.0.1:\(broker.port)/api/v1/wg/key/exchange")
        router.real = ["wget"]
        try router.write(router.read("etc/config/wireguard") + Self.peer, to: "etc/config/wireguard")
        try router.write("fe80::1%wg_mesh_vpn\n", to: "world/answering")
        let result = try router.run("up")
        #expect(result.status == 0, "\(result.text)")
        #expect(router.calls.contains { $0.contains("endpoint gw9.example.net:40009") })
        #expect(
            broker.asked.map { $0.split(separator: " ").first } == [
                "/api/v2/wg/key/exchange", "/api/v1/wg/key/exchange",
            ]
        )
    }

    // MARK: Health

    @Test func `the tunnel and the mesh both have to answer`() throws {
        let router = try Router()
        try router.furnish()
        try router.run("up")
        #expect(try router.run("check").status == 0)
        try router.setMesh(isWell: false)
        #expect(try router.run("check").text == "wireguard: batman-adv has no gateway\n")
        try router.setMesh(isWell: true)
        router.remove("world/answers/gateway")
        #expect(try router.run("check").text == "wireguard: the gateway does not answer in the tunnel\n")
        // A gateway without a web server answers pings.
        try router.write("\(Router.gatewayAddress)%wg_mesh_vpn\n", to: "world/answering")
        #expect(try router.run("check").status == 0)
        router.remove("world/links/mesh-vpn")
        #expect(try router.run("check").text == "wireguard: there is no mesh-vpn\n")
    }

    @Test func `each minute an ill tunnel is built anew, and a well one is left alone`() throws {
        let router = try Router()
        try router.furnish()
        try router.run("up")
        let before = router.calls.filter { $0.hasPrefix("ip link add") }.count
        try router.minute()
        #expect(router.calls.filter { $0.hasPrefix("ip link add") }.count == before)
        router.remove("world/links/mesh-vpn")
        try router.minute()
        #expect(router.calls.filter { $0.hasPrefix("ip link add") }.count == before + 2)
    }

    @Test func `one look that finds nobody is no reason to rebuild a tunnel, a second one is`() throws {
        let router = try Router()
        try router.furnish()
        try router.run("up")
        let before = router.calls.filter { $0.hasPrefix("ip link add") }.count
        try router.setMesh(isWell: false)
        try router.minute()
        try router.setMesh(isWell: true)
        try router.minute()
        try router.setMesh(isWell: false)
        try router.minute()
        #expect(router.calls.filter { $0.hasPrefix("ip link add") }.count == before)
        try router.minute()
        #expect(router.calls.filter { $0.hasPrefix("ip link add") }.count == before + 2)
    }

    @Test func `two at once don't build two tunnels`() throws {
        let router = try Router()
        try router.furnish()
        try FileManager.default.createDirectory(
            at: router.root.appending(path: "tmp/umstieg-mesh-vpn/lock"),
            withIntermediateDirectories: true
        )
        let own = try String(contentsOfFile: "/proc/self/stat", encoding: .utf8)
        let start = try #require(own.split(separator: ")").last).split(separator: " ")[19]
        try router.write("\(getpid()) \(start)\n", to: "tmp/umstieg-mesh-vpn/lock/holder")
        // Who was told to do something says that it has not.
        let second = try router.run("up")
        #expect(second.status == 75 && second.text.contains("another one is at work"))
        #expect(try router.minute().status == 0)
        #expect(!router.calls.contains { $0.hasPrefix("ip link add") })
        // Who died holding it is not waited for, also where another process has its number now.
        try router.write("\(getpid()) 1\n", to: "tmp/umstieg-mesh-vpn/lock/holder")
        #expect(try router.run("up").status == 0)
    }

    @Test func `the node's own address is no gateway`() throws {
        let router = try Router()
        try router.furnish()
        try router.run("up")
        let address = try #require(router.calls.first { $0.hasPrefix("ip -6 address add ") }).split(separator: " ")[4]
        try router.write(Router.answer(address: String(address.dropLast(4))), to: "world/answers/v2")
        router.remove("world/answers/v1")
        #expect(try router.run("up").status == 1)
        #expect(!router.exists("world/links/mesh-vpn"))
    }

    // MARK: Going over

    @Test func `fastd stops when the tunnel carries, and comes back if it doesn't carry alone`() throws {
        let router = try Router(["enabled": "0"])
        try router.furnish()
        #expect(try router.run("wireguard").status == 0)
        #expect(router.uci("wireguard.mesh_vpn.enabled") == "1" && router.uci("fastd.mesh_vpn.enabled") == "0")

        let other = try Router(["enabled": "0"])
        try other.furnish()
        try other.write("", to: "world/only-fastd-carries")
        #expect(try other.run("wireguard").status == 1)
        #expect(other.calls.filter { $0.hasPrefix("fastd ") } == ["fastd stop", "fastd start"])
        #expect(other.uci("wireguard.mesh_vpn.enabled") == "0" && other.uci("fastd.mesh_vpn.enabled") == "1")
        #expect(!other.exists("world/links/mesh-vpn"))
    }

    @Test func `a power cut before the tunnel has carried alone leaves fastd enabled`() throws {
        let router = try Router(["enabled": "0"])
        try router.furnish()
        try router.write("config fastd 'mesh_vpn'\n\toption enabled '1'\n", to: "etc/config/fastd")
        #expect(try router.run("wireguard").status == 0)
        // As it was in flash when fastd had just stopped.
        #expect(router.read("world/fastd-at-stop").contains("option enabled '1'"))
        #expect(router.uci("fastd.mesh_vpn.enabled") == "0")
    }

    @Test func `WireGuard stays when fastd doesn't carry`() throws {
        let router = try Router()
        try router.furnish()
        try router.run("up")
        #expect(try router.run("fastd").status == 0)
        #expect(!router.exists("world/links/mesh-vpn"))

        let other = try Router()
        try other.furnish()
        try other.run("up")
        try other.setMesh(isWell: false)
        #expect(try other.run("fastd").status == 1)
        #expect(other.exists("world/links/mesh-vpn") && other.uci("wireguard.mesh_vpn.enabled") == "1")
        #expect(
            other.calls.filter { !$0.contains("neighbors") }.suffix(2) == [
                "ip link set mesh-vpn master bat0", "batctl hardif mesh-vpn throughput_override 1000000kbit",
            ]
        )
    }

    @Test func `a node on its way back speaks often until its gateway answers, and then as before`() throws {
        for carries in [true, false] {
            let router = try Router()
            try router.furnish()
            try router.run("up")
            try router.setMesh(isWell: carries)
            try router.run("fastd")
            let calls = router.calls
            let often = try #require(calls.firstIndex(of: "batctl meshif bat0 orig_interval 500"))
            let cut = try #require(calls.firstIndex(of: "ip link set mesh-vpn nomaster"))
            let before = try #require(calls.lastIndex(of: "batctl meshif bat0 orig_interval 5000"))
            let asked = try #require(calls.lastIndex { $0 == "batctl meshif bat0 gwl" })
            #expect(often < cut && cut < asked && asked < before)
        }
    }

    @Test func `an interval that somebody left short is set right by the next`() throws {
        let router = try Router()
        try router.furnish()
        try router.run("up")
        try router.write("5000\n", to: "tmp/umstieg-mesh-vpn/interval")
        try router.run("up")
        #expect(router.calls.contains("batctl meshif bat0 orig_interval 5000"))
        #expect(!router.exists("tmp/umstieg-mesh-vpn/interval"))
    }

    @Test func `what is disabled is left alone`() throws {
        let router = try Router(["enabled": "0"])
        try router.furnish()
        try router.setMesh(isWell: false)
        try router.minute()
        #expect(!router.calls.contains { $0.hasPrefix("ip link add") })
    }
}

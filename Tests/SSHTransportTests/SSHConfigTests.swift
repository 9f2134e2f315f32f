import Testing
import Transport
import UmstiegTesting

@testable import SSHTransport

struct SSHConfigTests {
    private let config = SSHConfig(
        text: """
            # first value wins
            User everyone
            Host gw* !gw09
                HostName %h.example.net
                User=root
                Port 2222
                IdentityFile ~/.ssh/one
                ProxyJump none
            Host gw01
                Port 2223
                IdentityFile "~/.ssh/with blank"
            Host node
                ProxyJump admin@gw01:2200,[fe80::1]:22
                IdentitiesOnly yes
            Match user root
                Port 99
            Include other
            Host *
                Port 2
                ServerAliveInterval 5
                ProxyJump last
                Port nonsense
            """
    )

    @Test func `the first value wins and identity files add up`() {
        let options = config.options(for: "gw01")
        #expect(options.hostName == "%h.example.net")
        #expect(options.user == "everyone")
        #expect(options.port == 2222)
        #expect(options.identityFiles == ["~/.ssh/one", "~/.ssh/with blank"])
        #expect(options.proxyJump.isEmpty)
    }

    @Test func `a negated pattern excludes`() {
        #expect(config.options(for: "gw09").port == 2)
        #expect(config.options(for: "gw09").proxyJump == ["last"])
    }

    @Test func `what is not supported is told, and changes nothing`() {
        #expect(
            config.warnings == [
                "line 15: Match is not supported, what stands under it is passed over",
                "line 17: Include is not supported", "line 22: port has no usable value",
            ]
        )
        #expect(config.options(for: "anything").port == 2)
    }

    @Test(
        arguments: [
            ("gw01", "gw01", nil, nil), ("root@gw01:2200", "gw01", 2200, "root"), ("[fe80::1]:22", "fe80::1", 22, nil),
            ("ssh://a@b@gw:1", "gw", 1, "a@b"), ("fe80::1", "fe80::1", nil, nil),
        ] as [(String, String, Int?, String?)]
    )
    func `jumps are read`(text: String, address: String, port: Int?, user: String?) throws {
        let endpoint = try #require(Endpoint(jump: text))
        #expect(endpoint.address == address)
        #expect(endpoint.port == port)
        #expect(endpoint.user == user)
    }

    @Test(arguments: ["", "@gw", "gw:0", "gw:x", "gw:70000", "[]:1", ":22"])
    func `a jump without a host or port is none`(text: String) {
        #expect(Endpoint(jump: text) == nil)
    }

    private func resolver(_ text: String) -> RouteResolver {
        var settings = SSHSettings(workspaceKnownHosts: "/none", home: "/home/me", user: "me")
        settings.config = SSHConfig(text: text)
        settings.defaultIdentities = ["~/.ssh/id_ed25519"]
        return RouteResolver(settings: settings)
    }

    @Test func `the endpoint's own words come before the configuration`() throws {
        let resolver = resolver("Host gw\n HostName %h.net\n User root\n Port 2222\n IdentityFile ~/.ssh/%r-%%-%d")
        var endpoint = Endpoint(name: "gw01", address: "gw")
        var hop = try resolver.route(to: endpoint).target
        #expect(hop.address == "gw.net")
        #expect(hop.port == 2222)
        #expect(hop.user == "root")
        #expect(hop.identities == ["/home/me/.ssh/root-%-/home/me"])
        endpoint.port = 23
        endpoint.user = "admin"
        endpoint.identity = "/key"
        hop = try resolver.route(to: endpoint).target
        #expect((hop.port, hop.user, hop.identities) == (23, "admin", ["/key"]))
        #expect(try resolver.route(to: Endpoint(name: "x", address: "x")).target.identitiesAreNamed == false)
    }

    @Test func `jumps of jumps are followed, circles are not`() throws {
        let chain = resolver("Host a\n ProxyJump b\nHost b\n ProxyJump c:2200")
        let route = try chain.route(to: Endpoint(name: "a", address: "a"))
        #expect(route.jumps.map(\.address) == ["c", "b"])
        #expect(route.jumps.map(\.port) == [2200, 22])
        let error = #expect(throws: TransportError.self) {
            _ = try resolver("Host *\n ProxyJump x").route(to: Endpoint(name: "a", address: "a"))
        }
        #expect(error?.code == .unsupported)
    }

    @Test func `long patterns full of stars do not take for ever`() {
        let pattern = HostPattern(String(repeating: "*a", count: 200))
        #expect(!pattern.fits([UInt8](repeating: UInt8(ascii: "b"), count: 5000)))
    }
}

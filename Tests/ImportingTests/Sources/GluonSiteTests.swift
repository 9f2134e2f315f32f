import FleetModel
import Importing
import Testing

struct GluonSiteTests {
    private static let seed = String(repeating: "aB", count: 32)
    private static let key = "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g="
    private static let wireGuard = """
        wireguard = { enabled = 'true', mtu = 1406, peers = { { publickey = '\(key)', endpoint = 'gw1.ext.example.net:40001' } } },
        """
    private static let fastd = """
        fastd = { methods = {'null'}, groups = { backbone = { limit = 1, peers = { gw1 = {
          key = '\(seed)', remotes = { 'ipv4 "gw1.ext.example.net" port 30001' } } } } } },
        """

    private static func domain(_ vpn: String, code: String = "fft_a") -> String {
        """
        -- a comment
        return {
          --[[ a longer
          one ]]
          domain_names = { \(code) = "Freifunk " .. 'Test ' .. [[A]], },
          ['domain_seed'] = '\(seed)'; prefix6 = 'fd00:1::/64',
          extra_prefixes6 = { '2001:db8::/64', },
          mesh_vpn = { enabled = true, mtu = -0x1, \(vpn) },
        };
        """
    }

    @Test func `a domain in its three states`() throws {
        for (vpn, state) in [
            (Self.fastd, Node.State.fastd), (Self.fastd + Self.wireGuard, .dual), (Self.wireGuard, .wireguard),
            ("", .unknown),
        ] {
            let file = try SourceText.read(Self.domain(vpn))
            #expect(file.format == .gluonDomain)
            #expect(file.facts.domains.map(\.state) == [state])
        }
    }

    @Test func `all that a domain tells of itself and its gateways`() throws {
        let facts = try SourceText.read(Self.domain(Self.fastd + Self.wireGuard)).facts
        let domain = try #require(facts.domains.first)
        #expect(domain.code == "fft_a")
        #expect(domain.names == ["Freifunk Test A"])
        #expect(domain.seed == Self.seed.lowercased())
        #expect(domain.prefix6 == ["fd00:1::/64", "2001:db8::/64"])
        #expect(domain.fastdPort == 30_001)
        #expect(domain.wireGuardPort == 40_001)
        #expect(domain.wireGuardMTU == 1406)
        #expect(domain.dialect == .ffmuc)
        let gateway = try #require(facts.gateways.first)
        #expect(facts.gateways.count == 1)
        #expect(gateway.name == "gw1")
        #expect(gateway.externalName == "gw1.ext.example.net")
        #expect(gateway.domains == ["fft_a"])
        #expect(gateway.fastdKeys == ["fft_a": Self.seed.lowercased()])
        #expect(gateway.wireGuardKeys == ["fft_a": Self.key])
    }

    @Test func `upstream's dialect, and what the site holds for all domains`() throws {
        let site = """
            { site_code = 'fft', site_name = 'é', mesh_vpn = { wireguard = { mtu = 1420, peers = {
              gw1 = { public_key = '\(Self.key)', endpoint = '[2001:db8::1]:51820' } } } } }
            """
        let domains = ["a", "b"].map { code in
            ("domains/\(code).conf", "{ domain_names = { \(code) = 'A' }, domain_seed = '\(Self.seed)' }")
        }
        let file = try SourceText.read(Dictionary(uniqueKeysWithValues: domains + [("site.conf", site)]))
        #expect(file.format == .gluonDomain)
        #expect(file.facts.domains.map(\.code) == ["a", "b"])
        #expect(file.facts.domains.map(\.dialect) == [.gluon, .gluon])
        #expect(file.facts.domains.map(\.wireGuardMTU) == [1420, 1420])
        #expect(file.facts.gateways.map(\.externalName) == ["2001:db8::1"])
        #expect(file.facts.gateways.map(\.domains) == [["a", "b"]])
    }

    @Test(arguments: [
        ("{ a = os.getenv('X') }", "line 1, column 7: «os» would have to be run: only what is written out is read"),
        ("{\n  b = 1 + 1 }", "line 2, column 9: «+» would have to be run: only what is written out is read"),
        ("{ need_x 'y' }", "line 1, column 3: «need_x» would have to be run: only what is written out is read"),
        ("{ a = 'x }", "line 1, column 7: the text that begins here has no end"),
        ("{ a = [==[ x ]=] }", "line 1, column 7: what begins here has no end"),
        ("{ a = { }", "line 1, column 10: ends within a table"),
        ("{ a = 1 } }", "line 1, column 11: expected the end after the table"),
        ("{ a = {} .. 'x' }", "line 1, column 13: only texts and numbers can be joined by «..»"),
        ("return 5", "line 1, column 8: expected a table in braces"),
        (
            "{ domain_seed = 'ab', domain_names = {x='X'} }",
            "line 1, column 17: expected a seed of 64 hexadecimal digits"
        ),
        (String(repeating: "{", count: 200), "line 1, column 101: nests deeper than 100 braces"),
    ])
    func `what would have to be run, or is wrong, is refused with its place`(text: String, message: String) {
        #expect(SourceText.complaint(text, as: .gluonDomain) == "f: " + message)
    }

    @Test func `line ends of other systems count as one`() {
        #expect(
            SourceText.complaint("{\r\n\r\n x y }", as: .gluonDomain)?.hasPrefix("f: line 3, column 2: «x»") == true
        )
        let latin1 = Array("{ a = '".utf8) + [0xe9] + Array("' }".utf8)
        #expect(SourceText.complaint(latin1, as: .gluonDomain) == "f: line 1, column 7: a text is not UTF-8")
    }
}

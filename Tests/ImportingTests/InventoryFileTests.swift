import FleetModel
import Foundation
import Importing
import Testing

struct InventoryFileTests {
    /// `base` after some of its text was replaced; fails the test if there was nothing to replace.
    private func messages(replacing old: String = "", with new: String = "") throws -> [String] {
        let text = old.isEmpty ? Self.base : Self.base.replacingOccurrences(of: old, with: new)
        try #require(old.isEmpty || text != Self.base)
        do throws(ConfigErrors) {
            _ = try InventoryFile.read(text.utf8, file: "lab.yaml")
            return []
        } catch {
            return error.errors.map(\.description)
        }
    }

    private static let base = """
        umstieg: 1
        community: {name: Freifunk Test, dialect: ffmuc, domain_prefixes: [fft_]}
        broker: {url: "https://broker.example.net", mqtt: {host: mq.example.net, tls: true}}
        ssh: {user: admin, become: sudo}
        domains:
          fft_b: {seed: \(String(repeating: "b", count: 64)), wireguard: {port: 40002, mtu: 1406}}
          fft_a:
            seed: \(String(repeating: "A", count: 64))
            fastd: {instance: a, interface: fastd-a, port: 10001}
            wireguard: {port: 40001, mtu: 1406}
            prefix6: ["fd62:f45c:4d09:101::/64"]
            batman: {interface: bat7}
        gateways:
          gw2: {address: 192.0.2.2, domains: [fft_a, fft_b]}
          gw1: {address: gw1.example.net, port: 2222, external_name: gw1.ext.example.net, domains: [fft_a]}
        nodes:
          02:CA:FF:EE:00:02: {hostname: n2, domain: fft_b}
          "02caffee0001": {hostname: n1, domain: fft_a, address: "fd62::1", jump: auto}
          02caffee0003: {hostname: 22, domain: fft_a, address: "fe80::1%br-a", jump: gw1, state: mesh-only}

        """

    @Test func `an inventory becomes a fleet in order`() throws {
        let fleet = try InventoryFile.read(Self.base.utf8, file: "lab.yaml")
        #expect(fleet.community == Community(name: "Freifunk Test", dialect: .ffmuc, domainPrefixes: ["fft_"]))
        #expect(fleet.ssh == Fleet.SSH(user: "admin", port: 22, identity: nil, become: "sudo"))
        #expect(fleet.broker?.mqtt?.port == 8883)
        #expect(fleet.domains.map(\.code) == ["fft_a", "fft_b"])
        #expect(fleet.domains[0].shortName == "a")
        #expect(fleet.domains[0].seed == String(repeating: "a", count: 64))
        #expect(fleet.domains[0].batmanInterfaceName == "bat7")
        #expect(fleet.domains[1].fastd == nil)
        #expect(fleet.gateways.map(\.name) == ["gw1", "gw2"])
        #expect(fleet.gateways.map(\.externalName) == ["gw1.ext.example.net", "192.0.2.2"])
        #expect(fleet.nodes.map(\.id) == ["02caffee0001", "02caffee0002", "02caffee0003"])
        #expect(fleet.nodes.map(\.hostname) == ["n1", "n2", "22"])
        #expect(fleet.nodes.map(\.jump) == [.anyGateway, .direct, .gateway("gw1")])
        #expect(fleet.nodes.map(\.state) == [.unknown, .unknown, .meshOnly])
    }

    @Test(arguments: [
        ("umstieg: 1", "umstieg: 2", "umstieg: this program reads version 1 of the format, found 2"),
        ("umstieg: 1", "version: 1", "version: unknown field, expected one of umstieg, community"),
        ("dialect: ffmuc", "dialect: hannover", "community/dialect: expected one of ffmuc, gluon, found «hannover»"),
        ("https://broker", "ftp://broker", "broker/url: expected an address that starts with http:// or https://"),
        ("user: admin", "user: -oProxyCommand=x", "ssh/user: expected a name without whitespace"),
        ("become: sudo", "become: su", "ssh/become: unknown way «su», expected one of sudo"),
        ("tls: true", "password_env: 1X", "broker/mqtt/password_env: expected the name of an environment variable"),
        ("fft_b", "host", "domains/host: «host» is reserved"),
        ("fft_b", "fft_b-c", "domains/fft_b-c: the short name «b-c» must be letters, digits and «_»"),
        ("fft_b", "fft_", "domains/fft_: the short name «» must be letters"),
        ("fft_b", "fft_abcdefghijklm", "domains/fft_abcdefghijklm: the short name «abcdefghijklm» has more than 12"),
        ("fft_b", "a", "domains/fft_a: has the short name «a», like a"),
        ("fft_b", "\"../b\"", "domains/../b: a domain's code is a name of letters"),
        (String(repeating: "b", count: 64), "b", "domains/fft_b/seed: expected 64 hexadecimal digits, found «b»"),
        (String(repeating: "b", count: 64), String(repeating: "a", count: 64), "domains/fft_a: has the VXLAN network"),
        ("port: 40002", "port: 40001", "domains/fft_a: uses UDP port 40001, like fft_b"),
        ("port: 40002", "port: 10001", "domains/fft_a: uses UDP port 10001, like fft_b"),
        ("port: 10001", "port: 40001", "domains/fft_a: uses UDP port 40001 twice"),
        ("port: 40002", "port: 8472", "domains/fft_b/wireguard/port: UDP port 8472 is that of VXLAN"),
        ("port: 40002", "port: 0", "domains/fft_b/wireguard/port: expected a whole number from 1 to 65535, found «0»"),
        ("mtu: 1406}}", "mtu: 1279}}", "domains/fft_b/wireguard/mtu: expected a whole number from 1280 to 1500"),
        ("instance: a", "instance: a/b", "domains/fft_a/fastd/instance: expected a name of letters"),
        ("fastd-a", "fastd-abcdefghij", "domains/fft_a/fastd/interface: expected an interface name of at most 15"),
        ("101::/64", "101::/129", "domains/fft_a/prefix6/0: expected an IPv6 prefix"),
        (
            "192.0.2.2", "\"\\e[31m\"",
            "gateways/gw2/address: expected a host name or an IP address, found «\\u{1b}[31m»"
        ),
        ("192.0.2.2", "-oProxyCommand=x", "gateways/gw2/address: expected a host name"),
        (
            "[fft_a, fft_b]", "[fft_a, fft_b, x]",
            "gateways/gw2/domains/2: unknown domain «x», expected one of fft_a, fft_b"
        ),
        ("[fft_a, fft_b]", "[fft_a, fft_a]", "gateways/gw2/domains/1: expected each domain once"),
        ("gw2", "auto", "gateways/auto: a gateway's name is"),
        ("hostname: n2", "hostname: -n2", "nodes/02:CA:FF:EE:00:02/hostname: expected a name without whitespace"),
        ("hostname: n2", "hostname: \"a\\nb\"", "nodes/02:CA:FF:EE:00:02/hostname: expected a name without whitespace"),
        ("02caffee0003", "02:ca:ff:ee:00:01", "nodes/02:ca:ff:ee:00:01: the node «02caffee0001» stands here twice"),
        ("02caffee0003", "02caffee000", "nodes/02caffee000: a node's id is the 12 hexadecimal digits"),
        ("\"fd62::1\"", "\"fd62::1::\"", "nodes/02caffee0001/address: expected a host name or an IP address"),
        ("jump: gw1", "jump: gw3", "nodes/02caffee0003/jump: unknown gateway «gw3», expected one of auto, gw1, gw2"),
        ("mesh-only", "mesh", "nodes/02caffee0003/state: expected one of fastd, dual, wireguard"),
    ])
    func `one mistake is one error with its path`(old: String, new: String, message: String) throws {
        let messages = try messages(replacing: old, with: new)
        #expect(messages.contains { $0.hasPrefix("lab.yaml: " + message) }, "\(messages)")
    }

    @Test func `what reports want to know of a node is read and checked`() throws {
        let key = String(repeating: "Ab", count: 32)
        let details = """
            firmware_base: gluon-v2023.2.3, autoupdater_branch: stable, online: true, clients: 3, first_seen: 1, \
            last_seen: 2, uptime: 60, memory: 61440, gateway: "02:ca:ff:ee:00:ff", fastd_key: \(key), \
            wireguard_key: "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g=", contact: a@example.net, latitude: -48.5, \
            longitude: 1e-05
            """
        let text = Self.base.replacing("hostname: n2,", with: "hostname: n2, \(details),")
        let node = try #require(try InventoryFile.read(text.utf8, file: "f").node("02caffee0002"))
        #expect(
            node
                == Node(
                    id: "02caffee0002",
                    hostname: "n2",
                    domain: "fft_b",
                    address: nil,
                    jump: .direct,
                    firmwareBase: "gluon-v2023.2.3",
                    autoupdaterBranch: "stable",
                    online: true,
                    clients: 3,
                    firstSeen: 1,
                    lastSeen: 2,
                    uptime: 60,
                    memory: 61_440,
                    gateway: "02:ca:ff:ee:00:ff",
                    fastdKey: key.lowercased(),
                    wireGuardKey: "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g=",
                    contact: "a@example.net",
                    latitude: -48.5,
                    longitude: 0.00001
                )
        )
        #expect(try messages(replacing: "hostname: n2", with: "hostname: n2, fastd_key: ab, latitude: 91").count == 2)
    }

    @Test func `a domain with an error doesn't make errors of those who refer to it`() throws {
        #expect(try messages(replacing: "port: 40001, mtu: 1406", with: "port: 40001").count == 1)
    }

    @Test func `errors of all sections are told together`() throws {
        let text = """
            umstieg: 1
            community: {name: "", dialect: ffmuc}
            domains: {a: {seed: 1, wireguard: {port: 1}}, b: []}
            gateways: {gw: {domains: [c]}}
            nodes: {x: {}, 02caffee0001: {hostname: a b, domain: d}}
            """
        let errors = try #require(throws: ConfigErrors.self) { try InventoryFile.read(text.utf8, file: "f") }
        #expect(
            errors.errors.map(\.path) == [
                "community/name", "domains/a/seed", "domains/a/wireguard", "domains/b", "gateways/gw",
                "gateways/gw/domains/0", "nodes/x", "nodes/02caffee0001/hostname", "nodes/02caffee0001/domain",
            ]
        )
        #expect(errors.description.split(separator: "\n").count == 9)
    }

    @Test func `a file that can't be opened is an error that says why`() {
        #expect(throws: ConfigErrors([error("/none.yaml", "can't be read: No such file or directory")])) {
            try InventoryFile.read(contentsOf: "/none.yaml")
        }
        #expect(throws: ConfigErrors([error("/tmp", "can't be read: Is a directory")])) {
            try InventoryFile.read(contentsOf: "/tmp")
        }
        #expect(throws: ConfigErrors([error("/dev/zero", "is larger than 64 MiB")])) {
            try InventoryFile.read(contentsOf: "/dev/zero")
        }
    }

    private func error(_ file: String, _ message: String) -> ConfigError {
        ConfigError(file: file, path: "", message: message)
    }

    @Test func `the sample inventory is read and shows each kind of thing`() throws {
        let sample = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Inventory/community.yaml").standardizedFileURL
        let fleet = try InventoryFile.read(contentsOf: sample.path(percentEncoded: false))
        #expect(fleet.domains.map(\.shortName) == ["nord", "sued"])
        #expect(fleet.gateways.count == 2)
        #expect(fleet.nodes.count == 3)
        #expect(Set(fleet.links.map(\.kind)) == [.mesh, .vpn])
        #expect(fleet.broker?.mqtt?.passwordVariable == "UMSTIEG_MQTT_PASSWORD")
    }

    @Test func `a network of many thousand nodes is read`() throws {
        let nodes = (0..<5000).map { number in
            "  \"\(String(0x02ca_ffef_0000 + number, radix: 16).leftPadded)\": {hostname: n\(number), domain: fft_a}\n"
        }
        let text = Self.base + nodes.joined()
        #expect(try InventoryFile.read(text.utf8, file: "big.yaml").nodes.count == 5003)
    }
}

extension String {
    fileprivate var leftPadded: String { String(repeating: "0", count: 12 - count) + self }
}

import FleetModel
import Mesh
import Testing

struct HostFactsTests {
    private let ready = """
        uid 0
        machine-id 0123456789abcdef0123456789abcdef
        systemd 252
        networkd active
        tool wg
        tool batctl
        tool ip
        tool bridge
        tool networkctl
        tool tar
        tool sha256sum
        module wireguard
        module vxlan
        link lo
        link bat-nord
        netdev bat-nord
        free 100000
        end
        """

    private let fleet = Fleet(
        community: Community(name: "Test", dialect: .ffmuc, domainPrefixes: []),
        broker: nil,
        ssh: Fleet.SSH(),
        domains: [
            Domain(
                code: "nord",
                shortName: "nord",
                dialect: .ffmuc,
                seed: String(repeating: "a", count: 64),
                fastd: nil,
                wireGuard: Domain.WireGuard(port: 1, mtu: 1406),
                prefix6: []
            )
        ],
        gateways: ["gw1", "gw2"].map {
            Gateway(name: $0, address: $0, port: nil, externalName: $0, domains: ["nord"])
        },
        nodes: []
    )

    private func findings(_ texts: [String: String]) throws -> [String] {
        Readiness(fleet: fleet, modules: ["wireguard", "vxlan"]).findings(try texts.mapValues(HostFacts.parse))
    }

    @Test func `a ready host has no findings`() throws {
        #expect(try findings(["gw1": ready]).isEmpty)
    }

    @Test(arguments: [
        ("uid 0", "uid 1000", "gw1: not root"),
        ("systemd 252", "systemd 241", "gw1: systemd 241 is too old"),
        ("networkd active", "networkd inactive", "gw1: systemd-networkd is not active"),
        ("module vxlan\n", "", "gw1: the kernel module vxlan is missing"),
        ("tool batctl\n", "", "gw1: the program batctl is missing"),
        ("free 100000", "free 100", "gw1: only 100 KiB are free"),
        ("link bat-nord\n", "", "gw1: there is no interface bat-nord"),
        ("netdev bat-nord\n", "", "gw1: networkd has no .netdev for bat-nord"),
    ])
    func `what is missing is told with the host and the thing`(old: String, new: String, finding: String) throws {
        let found = try findings(["gw1": ready.replacing(old, with: new)])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(finding) == true, "\(found)")
    }

    @Test func `two hosts with one machine-id are told together`() throws {
        let found = try findings(["gw1": ready, "gw2": ready])
        #expect(found == ["gw1, gw2: the same machine-id 0123456789abcdef0123456789abcdef; give each its own"])
    }

    @Test(arguments: ["", "uid 0", "uid 0\nrm -rf /\nend"])
    func `output that was cut or is foreign is an error with its place`(text: String) {
        #expect(throws: HostFacts.Unreadable.self) { try HostFacts.parse(text) }
    }
}

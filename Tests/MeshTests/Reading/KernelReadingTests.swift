import FleetModel
import Mesh
import Testing

struct KernelReadingTests {
    private func mac(_ text: String) throws -> MACAddress { try #require(MACAddress(text)) }

    private func ip(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    @Test func `forwarding entries name destination and the interface that leads there`() throws {
        let entries = try ForwardingEntry.all(in: Fixture.bytes("forwarding.json"))
        #expect(entries.count == 58)
        let floods = entries.filter { $0.interface == "vx-muc_nord" && $0.address == .zero }
        #expect(floods.count == 12)
        let first = ForwardingEntry(
            address: .zero,
            interface: "vx-muc_nord",
            destination: try ip("fe80::242:edff:fe0b:83bb"),
            via: "wg-muc_nord",
            isPermanent: true,
            isSelf: true
        )
        #expect(floods.first == first)
        #expect(entries.count { $0.master == "br-muc_nord" && $0.vlan == 1 } == 2)
        #expect(entries.count { !$0.isPermanent && $0.interface == "vx-muc_nord" } == 3)
    }

    @Test func `entries of one interface take its name from the question`() throws {
        let output = try Fixture.bytes("forwarding-one.json")
        let entries = try ForwardingEntry.all(in: output, of: "vx-muc_nord")
        let all = try ForwardingEntry.all(in: Fixture.bytes("forwarding.json"))
        #expect(entries == all.filter { $0.interface == "vx-muc_nord" })
        let error = #expect(throws: ReadingError.self) { try ForwardingEntry.all(in: output) }
        #expect(error?.place == "/0/ifname")
    }

    @Test func `routes know who made them`() throws {
        let routes = try Route.all(in: Fixture.bytes("routes.json"))
        let ofPeers = routes.filter { $0.interface == "wg-muc_nord" && $0.origin == "static" }
        #expect(ofPeers.count == 12)
        #expect(ofPeers.allSatisfy { $0.destination.isHost })
        let first = Route(
            destination: try #require(AddressPrefix("fd80::/64")),
            interface: "br-muc_nord",
            origin: "kernel",
            metric: 256
        )
        #expect(routes.first == first)
    }

    @Test func `default routes lead everywhere, and some routes nowhere`() throws {
        let text = """
            [{"dst":"default","gateway":"fe80::1","dev":"eth0","protocol":"ra","metric":1024,"flags":[]},
            {"type":"unreachable","dst":"fd00::/8","protocol":"static","metric":4294967295,"flags":[]}]
            """
        let routes = try Route.all(in: text.output)
        #expect(routes.map(\.destination.description) == ["::/0", "fd00::/8"])
        #expect(routes.map(\.gateway?.description) == ["fe80::1", nil])
        #expect(routes.map(\.interface) == ["eth0", nil])
    }

    @Test func `a VXLAN's settings are read, and nothing of the kind from other links`() throws {
        let links = try LinkState.all(in: Fixture.bytes("links.json"))
        #expect(links.count == 9)
        let vxlan = LinkState(
            name: "vx-muc_nord",
            index: 9,
            mtu: 1350,
            isUp: true,
            address: try mac("0e:7b:0e:7f:7c:b3"),
            kind: "vxlan",
            master: "bat-muc_nord",
            vxlan: VXLANSettings(
                vni: 3_706_241,
                port: 8472,
                local: try ip("fe80::248:c7ff:fe17:b298"),
                link: "wg-muc_nord",
                isLearning: true
            )
        )
        #expect(links.last == vxlan)
        #expect(links.dropLast().allSatisfy { $0.vxlan == nil })
        let wireGuard = try #require(links.first { $0.kind == "wireguard" })
        #expect(wireGuard.address == nil)
        #expect(wireGuard.mtu == 1420)
    }

    @Test func `links that were not asked for are empty objects, and left out`() throws {
        let text = #"[{},{"ifindex":1,"ifname":"lo","flags":["LOOPBACK"],"mtu":65536},{}]"#
        let links = try LinkState.all(in: text.output)
        #expect(links == [LinkState(name: "lo", index: 1, mtu: 65_536, isUp: false)])
    }

    @Test func `addresses keep their networks' lengths`() throws {
        let addresses = try InterfaceAddress.all(in: Fixture.bytes("addresses.json"))
        let ofWireGuard = addresses.filter { $0.interface == "wg-muc_nord" }
        #expect(ofWireGuard.map(\.address.description) == ["fe80::248:c7ff:fe17:b298/128"])
        #expect(ofWireGuard.map(\.scope) == ["link"])
        #expect(addresses.allSatisfy { !$0.isTentative })
        let tentative =
            #"[{"ifname":"x","addr_info":[{"local":"fe80::1","prefixlen":64,"scope":"link","dadfailed":true}]}]"#
        #expect(try InterfaceAddress.all(in: tentative.output).map(\.isTentative) == [true])
    }

    @Test func `networkd's states are read from its list and from one status`() throws {
        let links = try NetworkdLink.all(in: Fixture.bytes("networkd-list.json"))
        #expect(links.map(\.name).prefix(3) == ["lo", "mgmt0", "inet0"])
        #expect(links.first { $0.name == "fd-muc_nord" }?.administrativeState == "unmanaged")
        let vxlan = NetworkdLink(
            name: "vx-muc_nord",
            index: 9,
            administrativeState: "configured",
            operationalState: "enslaved",
            kind: "vxlan",
            networkFile: "/etc/systemd/network/40-vx-muc_nord.network"
        )
        #expect(try NetworkdLink(reading: Fixture.bytes("networkd.json")) == vxlan)
    }
}

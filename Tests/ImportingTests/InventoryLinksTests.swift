import FleetModel
import Foundation
import Importing
import Testing

struct InventoryLinksTests {
    private static let base = """
        umstieg: 1
        community: {name: Freifunk Test, dialect: ffmuc, domain_prefixes: [fft_]}
        domains:
          fft_a: {seed: \(String(repeating: "a", count: 64)), wireguard: {port: 40001, mtu: 1406}}
          fft_b: {seed: \(String(repeating: "b", count: 64)), wireguard: {port: 40002, mtu: 1406}}
        gateways:
          gw1: {address: 192.0.2.1, domains: [fft_a]}
          gw2: {address: 192.0.2.2, domains: [fft_a, fft_b]}
        nodes:
          02caffee0001: {hostname: n1, domain: fft_a}
          02caffee0002: {hostname: n2, domain: fft_b}
          02caffee0003: {hostname: n3, domain: fft_a}

        """

    @Test func `links are pairs of devices, in order and in any writing`() throws {
        let links = "links: [[gw1, 02caffee0001], [02:CA:FF:EE:00:03, 02caffee0001], [02caffee0002, gw2]]\n"
        let fleet = try InventoryFile.read((Self.base + links).utf8, file: "lab.yaml")
        #expect(
            fleet.links == [
                .mesh("02caffee0001", "02caffee0003"), .vpn(node: "02caffee0001", gateway: "gw1"),
                .vpn(node: "02caffee0002", gateway: "gw2"),
            ]
        )
    }

    @Test(arguments: [
        ("{a: b}", "links: expected a list, found a mapping of fields"),
        ("[gw1]", "links/0: expected a list, found «gw1»"),
        ("[[gw1]]", "links/0: a link has two ends, found 1"),
        ("[[gw1, gw2, gw1]]", "links/0: a link has two ends, found 3"),
        ("[[gw1, gw2]]", "links/0: one end of a link is a node, at least"),
        ("[[02caffee0001, 02CAFFEE0001]]", "links/0: a link connects two devices, found 02caffee0001 twice"),
        ("[[02caffee0001, 02caffee0002]]", "links/0: the nodes of a link are in one domain, found fft_a and fft_b"),
        ("[[02caffee0002, gw1]]", "links/0: gw1 doesn't serve fft_b, the domain of 02caffee0002"),
        ("[[02caffee0001, gw9]]", "links/0/1: «gw9» is neither a gateway's name nor a node's id in this inventory"),
        ("[[02caffee0009, gw1]]", "links/0/0: «02caffee0009» is neither a gateway's name nor a node's id"),
        ("[[02caffee0001, [gw1]]]", "links/0/1: expected text, found a list"),
        (
            "[[02caffee0001, 02caffee0003], [02caffee0003, 02caffee0001]]",
            "links/1: the link 02caffee0001–02caffee0003 stands here twice"
        ),
    ])
    func `a link that can't be has its place`(links: String, message: String) {
        let error = #expect(throws: ConfigErrors.self) {
            try InventoryFile.read((Self.base + "links: \(links)\n").utf8, file: "lab.yaml")
        }
        #expect(error?.errors.count == 1)
        #expect(error?.description.hasPrefix("lab.yaml: " + message) == true, "\(String(describing: error))")
    }

    @Test func `a gateway that is named like a node is refused`() throws {
        let text = Self.base.replacingOccurrences(of: "gw2:", with: "02caffee0002:")
        let error = #expect(throws: ConfigErrors.self) { try InventoryFile.read(text.utf8, file: "lab.yaml") }
        #expect(
            error?.description == "lab.yaml: nodes/02caffee0002: a gateway has the name «02caffee0002», too"
        )
    }
}

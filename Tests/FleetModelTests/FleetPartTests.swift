import FleetModel
import Testing

struct FleetPartTests {
    private func part(_ selector: String, of fleet: Fleet = .sample) throws -> Fleet {
        fleet.part(try Selector(selector).selection(from: fleet))
    }

    @Test func `all is the whole`() throws {
        #expect(try part("all") == .sample)
    }

    @Test func `a node brings its domain, and no gateway`() throws {
        let part = try part("node:n3")
        #expect(part.domains.map(\.code) == ["fft_south"])
        #expect(part.gateways == [])
        #expect(part.nodes.map(\.hostname) == ["n3"])
    }

    @Test func `a node brings its jump host, which serves the part's domains then`() throws {
        var fleet = Fleet.sample
        fleet.nodes[2].jump = .gateway("gw01")
        let part = try part("node:n3", of: fleet)
        #expect(part.gateways.map(\.name) == ["gw01"])
        #expect(part.gateways.map(\.domains) == [["fft_south"]])
    }

    @Test func `a gateway alone brings all its domains`() throws {
        let part = try part("gateway:gw01")
        #expect(part.domains.map(\.code) == ["fft_north", "fft_south"])
        #expect(part.nodes == [])
    }

    @Test func `links go with both their ends`() throws {
        var fleet = Fleet.sample
        fleet.links = [
            .mesh("02caffee0001", "02caffee0002"), .vpn(node: "02caffee0001", gateway: "gw01"),
            .mesh("02caffee0003", "02caffee0004"),
        ]
        #expect(try part("node:02caffee0001", of: fleet).links == [])
        #expect(try part("domain:fft_north", of: fleet).links == Array(fleet.links.prefix(2)))
    }
}

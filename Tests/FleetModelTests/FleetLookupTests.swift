import FleetModel
import Testing

struct FleetLookupTests {
    @Test func `devices are found by name, also in lists that nobody sorted`() {
        var fleet = Fleet.sample
        for _ in 0..<2 {
            for node in fleet.nodes { #expect(fleet.node(node.id) == node) }
            for gateway in fleet.gateways { #expect(fleet.gateway(gateway.name) == gateway) }
            for domain in fleet.domains { #expect(fleet.domain(domain.code) == domain) }
            #expect(fleet.node("") == nil)
            #expect(fleet.gateway("zzz") == nil)
            fleet.nodes.reverse()
            fleet.gateways.reverse()
            fleet.domains.reverse()
        }
    }
}

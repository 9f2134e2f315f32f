import FleetModel
import Testing

struct DialectTests {
    @Test func `the network identifier depends on the dialect and not on the seed's case`() throws {
        let seed = "f5bafa448406bae04dab17a65b81f496cff042cfdc1dc4415ad48a1d5d622d86"
        #expect(try Dialect.gluon.vni(ofSeed: seed) == 3_308_601)
        #expect(try Dialect.gluon.vni(ofSeed: seed.uppercased()) == 3_308_601)
        #expect(try Dialect.ffmuc.vni(ofSeed: seed) != 3_308_601)
    }

    @Test func `the link-local address depends on the dialect`() throws {
        let key = try WireGuardKey("TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g=")
        #expect(Dialect.ffmuc.linkLocal(of: key) == "fe80::27c:16ff:fec0:6c74")
        #expect(Dialect.gluon.linkLocal(of: key) != "fe80::27c:16ff:fec0:6c74")
    }

    @Test(arguments: ["", "f5", String(repeating: "g", count: 64), String(repeating: "a", count: 65)])
    func `a seed that isn't 64 hexadecimal digits is refused`(seed: String) {
        #expect(throws: KeyError.malformedSeed(seed)) { try Dialect.ffmuc.vni(ofSeed: seed) }
    }

    @Test func `interfaces are named after the short name unless the inventory says otherwise`() {
        var domain = Fleet.sample.domains[0]
        #expect(domain.wireGuardInterfaceName == "wg-north")
        #expect(domain.vxlanInterfaceName == "vx-north")
        #expect(domain.batmanInterfaceName == "bat-north")
        #expect(domain.bridgeName == "br-north")
        domain.batmanInterface = "bat7"
        domain.bridge = "br7"
        #expect(domain.batmanInterfaceName == "bat7")
        #expect(domain.bridgeName == "br7")
    }
}

import Glibc
import KeyWorker
import Testing
import UmstiegTesting

struct GatewayUnitsTests {
    @Test func `keys of units and their drop-ins are found by interface`() throws {
        let directory = try TestDirectory()
        try directory.write(
            """
            # a gateway
            [NetDev]
            Name = wg-eins
            Kind=wireguard

            [WireGuard]
            PublicKey=\(Site.key(9))

            [WireGuardPeer]
            PublicKey=\(Site.key(1))
            AllowedIPs=fe80::1/128
            [WireGuardPeer]
              PublicKey = \(Site.key(2))\u{20}
            [WireGuardPeer]
            PublicKey=nonsense
            ;PublicKey=\(Site.key(8))
            """,
            to: "30-wg.netdev"
        )
        mkdir(directory.file("30-wg.netdev.d"), 0o700)
        try directory.write("[WireGuardPeer]\nPublicKey=\(Site.key(3))\n", to: "30-wg.netdev.d/more.conf")
        try directory.write("[WireGuardPeer]\nPublicKey=\(Site.key(4))\n", to: "30-wg.netdev.d/more.txt")
        try directory.write("[NetDev]\nName=wg-zwei\n[WireGuardPeer]\nPublicKey=\(Site.key(5))", to: "40-wg.netdev")
        try directory.write("[WireGuardPeer]\nPublicKey=\(Site.key(6))", to: "50-wg.network")
        let units = GatewayUnits(in: [directory.path, directory.path + "/none"])
        #expect(
            units.keys == [
                "wg-eins": [Site.key(1), Site.key(2), Site.key(3)], "wg-zwei": [Site.key(5)],
            ]
        )
        #expect(units.unreadable.isEmpty)
    }

    @Test func `drop-ins of another directory count`() throws {
        let (etc, lib) = (try TestDirectory(), try TestDirectory())
        try lib.write("[NetDev]\nName=wg-eins\n", to: "wg.netdev")
        mkdir(etc.file("wg.netdev.d"), 0o700)
        try etc.write("[WireGuardPeer]\nPublicKey=\(Site.key(1))\n", to: "wg.netdev.d/peers.conf")
        #expect(GatewayUnits(in: [etc.path, lib.path]).keys == ["wg-eins": [Site.key(1)]])
    }

    @Test func `a unit that can't be read is told`() throws {
        let directory = try TestDirectory()
        // A directory is nothing to read, for root neither.
        mkdir(directory.file("wg.netdev"), 0o700)
        #expect(GatewayUnits(in: [directory.path]).unreadable.count == 1)
    }
}

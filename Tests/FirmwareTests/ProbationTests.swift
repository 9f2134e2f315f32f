import Foundation
import Testing

/// A node that was switched, and nobody who looks after it.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/busybox"), "busybox is not installed"))
struct ProbationTests {
    /// On WireGuard, on probation: three minutes without a gateway lead back, five with one end it.
    private func router() throws -> Router {
        let router = try Router()
        try router.furnish()
        try router.run("up")
        try router.write("3 5\n", to: "etc/umstieg/probation")
        return router
    }

    private func isOnFastd(_ router: Router) -> Bool {
        router.uci("wireguard.mesh_vpn.enabled") == "0" && router.uci("fastd.mesh_vpn.enabled") == "1"
            && !router.exists("world/links/mesh-vpn")
    }

    @Test func `without a gateway for its minutes a node goes back to fastd`() throws {
        let router = try router()
        try router.setMesh(isWell: false)
        try router.minute()
        try router.minute()
        #expect(!isOnFastd(router))
        try router.minute()
        #expect(isOnFastd(router))
        #expect(router.calls.contains("fastd start"))
        #expect(router.read("etc/umstieg/probation.result").hasPrefix("returned-by-probation "))
        #expect(router.uci("fastd.mesh_vpn.secret") == "kept")
    }

    @Test func `while nothing beyond the provider answers, nobody goes back`() throws {
        let router = try router()
        try router.setMesh(isWell: false)
        try router.write("", to: "world/answering")
        for _ in 0..<60 { try router.minute() }
        #expect(!isOnFastd(router))
        #expect(router.exists("etc/umstieg/probation"))
    }

    @Test func `a gateway that comes in time starts the count anew`() throws {
        let router = try router()
        for isWell in [false, false, true, false, false, true] {
            try router.setMesh(isWell: isWell)
            try router.minute()
        }
        #expect(!isOnFastd(router))
    }

    @Test func `after enough good minutes in a row probation is over`() throws {
        let router = try router()
        for _ in 0..<4 { try router.minute() }
        #expect(router.exists("etc/umstieg/probation"))
        try router.minute()
        #expect(!router.exists("etc/umstieg/probation"))
        try router.setMesh(isWell: false)
        for _ in 0..<10 { try router.minute() }
        #expect(!isOnFastd(router))
    }

    @Test func `it alternates, each time after twice as long`() throws {
        let router = try router()
        try router.setMesh(isWell: false)
        for _ in 0..<3 { try router.minute() }
        #expect(isOnFastd(router))
        #expect(router.read("etc/umstieg/probation") == "3 5 2\n")
        for _ in 0..<5 { try router.minute() }
        #expect(isOnFastd(router))
        // WireGuard is tried, and given up again as it doesn't carry either.
        try router.minute()
        #expect(router.read("etc/umstieg/probation") == "3 5 4\n")
        #expect(isOnFastd(router))
        #expect(router.calls.filter { $0 == "fastd stop" }.isEmpty)
    }

    @Test func `who is on WireGuard again hasn't returned any more`() throws {
        let router = try router()
        try router.setMesh(isWell: false)
        for _ in 0..<3 { try router.minute() }
        #expect(router.exists("etc/umstieg/probation.result"))
        // WireGuard alone would carry, and after its minutes it is tried.
        for _ in 0..<5 { try router.minute() }
        try router.write("", to: "world/wireguard-carries")
        try router.minute()
        #expect(router.uci("wireguard.mesh_vpn.enabled") == "1")
        #expect(router.uci("fastd.mesh_vpn.enabled") == "0")
        #expect(!router.exists("etc/umstieg/probation.result"))
        #expect(router.exists("etc/umstieg/probation"), "it goes on")
    }

    @Test func `a way to WireGuard that fails leaves it returned`() throws {
        let router = try router()
        try router.setMesh(isWell: false)
        for _ in 0..<9 { try router.minute() }
        #expect(isOnFastd(router))
        #expect(router.exists("etc/umstieg/probation.result"))
    }

    @Test func `a last line without its end is read, too`() throws {
        let router = try router()
        try router.write("1 5", to: "etc/umstieg/probation")
        try router.setMesh(isWell: false)
        try router.minute()
        #expect(isOnFastd(router))
    }

    @Test(arguments: ["", "x 5\n", "08 60\n", "3\n", "; reboot\n", "3 5 x\n"])
    func `a file that says nothing changes nothing`(text: String) throws {
        let router = try router()
        try router.write(text, to: "etc/umstieg/probation")
        try router.setMesh(isWell: false)
        for _ in 0..<6 { try router.minute() }
        #expect(!isOnFastd(router))
    }
}

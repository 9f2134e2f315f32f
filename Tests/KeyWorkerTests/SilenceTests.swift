import FleetModel
import KeyExchange
import KeyWorker
import Testing

/// Handshakes, stale peers, and clocks that are set.
struct SilenceTests {
    private let one = Site.key(1)
    private let two = Site.key(2)

    private func site() -> Site {
        let site = Site {
            $0.staleAfter = .seconds(3 * 3600)
            $0.sweepEvery = .seconds(3600)
        }
        site.begin()
        return site
    }

    @Test func `a peer without a handshake leaves with route and FDB entry, after its time`() {
        let site = site()
        site.register(one)
        for _ in 0..<3 { site.pass(.seconds(3590)) }
        #expect(site.traces(of: one) == there)
        site.pass(.seconds(3590))
        #expect(site.traces(of: one) == gone)
        #expect(site.worker.counters.removed == 1)
        let changes = site.kernel.takeChanges().suffix(3)
        guard case .removePeer(one, on: _) = changes.last else {
            Issue.record("the peer must be last: \(changes)")
            return
        }
    }

    @Test func `a peer with handshakes stays, until they end`() {
        let site = site()
        site.register(one, two)
        for _ in 0..<10 {
            site.kernel.shakeHands(one, at: site.moment.wall, in: Site.eins)
            site.pass(.seconds(3600))
        }
        #expect(site.traces(of: one) == there)
        #expect(site.traces(of: two) == gone)
        for _ in 0..<4 { site.pass(.seconds(3600)) }
        #expect(site.traces(of: one) == gone)
    }

    @Test func `a node that registers again isn't silent`() {
        let site = site()
        site.register(one)
        for _ in 0..<10 {
            site.pass(.seconds(3600))
            site.register(one)
        }
        #expect(site.traces(of: one) == there)
    }

    @Test(arguments: [400, -400, 3, -3])
    func `a clock that is set removes nobody`(days: Int) {
        let site = site()
        site.register(one)
        site.kernel.shakeHands(one, at: site.moment.wall, in: Site.eins)
        site.pass(.seconds(30))
        site.moment.wall += .seconds(days * 86_400)
        for _ in 0..<2 { site.pass(.seconds(3600)) }
        #expect(site.traces(of: one) == there)
        // And its next handshakes count.
        site.kernel.shakeHands(one, at: site.moment.wall, in: Site.eins)
        for _ in 0..<2 { site.pass(.seconds(3600)) }
        #expect(site.traces(of: one) == there)
        // As does their absence.
        for _ in 0..<3 { site.pass(.seconds(3600)) }
        #expect(site.traces(of: one) == gone)
    }

    @Test func `after a restart the wall clock tells how old a handshake is`() {
        let site = site()
        site.register(one, two)
        site.kernel.shakeHands(one, at: site.moment.wall - .seconds(2 * 3600), in: Site.eins)
        // Before the machine was started: the clock was wrong then, or is now.
        site.kernel.shakeHands(two, at: site.moment.wall - .seconds(200_000), in: Site.eins)
        site.restart()
        site.pass(.seconds(1))
        for _ in 0..<2 { site.pass(.seconds(3600)) }
        #expect(site.traces(of: two) == there)
        #expect(site.traces(of: one) == gone)
    }

    @Test func `a swept node can register again at once`() {
        let site = site()
        site.register(one)
        for _ in 0..<5 { site.pass(.seconds(3600)) }
        #expect(site.traces(of: one) == gone)
        site.register(one)
        site.pass(.seconds(30))
        #expect(site.traces(of: one) == there)
    }

    @Test func `what can't be removed is removed later`() throws {
        let site = site()
        site.register(one)
        let index = try #require(site.kernel.link("wg-eins")).interface.index
        let address = LinkLocalAddress(of: one, in: .ffmuc)
        site.kernel.refuse([.removeRoute(address, over: index), .removePeer(one, on: index)])
        for _ in 0..<5 { site.pass(.seconds(3600)) }
        #expect(site.traces(of: one) == [true, true, false])
        site.kernel.refuse([])
        site.pass(.seconds(30))
        #expect(site.traces(of: one) == gone)
        #expect(site.worker.counters.removed == 1)
    }

    @Test func `a handshake younger than three minutes counts as connected`() {
        let site = site()
        let metric = ExchangeTopic.connectedPeers(domain: "ffms_eins", worker: "gw1")
        site.register(one, two)
        site.kernel.addByHand(Site.key(100), LinkLocalAddress(interfaceID: 9), in: Site.eins)
        for key in [one, Site.key(100)] { site.kernel.shakeHands(key, at: site.moment.wall, in: Site.eins) }
        site.pass(.seconds(60))
        #expect(site.said(metric).last == "1")
        site.pass(.seconds(119))
        #expect(site.said(metric).last == "1")
        site.pass(.seconds(60))
        #expect(site.said(metric).last == "0")
    }

    @Test func `living are those with a handshake within the time of stale ones`() {
        let site = site()
        site.register(one, two)
        site.kernel.shakeHands(one, at: site.moment.wall, in: Site.eins)
        site.pass(.seconds(300))
        #expect(site.said(.living(domain: "ffms_eins", worker: "gw1")) == [one.base64])
    }
}

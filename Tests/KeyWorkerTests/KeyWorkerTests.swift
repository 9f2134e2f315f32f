import FleetModel
import KeyExchange
import KeyWorker
import Testing

struct KeyWorkerTests {
    private let one = Site.key(1)
    private let two = Site.key(2)
    private let gateway = Site.key(100)
    private let metric = ExchangeTopic.connectedPeers(domain: "ffms_eins", worker: "gw1")

    @Test(arguments: Dialect.allCases)
    func `a key becomes peer, route and FDB entry by the domain's dialect`(dialect: Dialect) {
        let domain = ExchangeDomain(code: "ffms_eins", shortName: "eins", dialect: dialect)
        let site = Site(domains: [domain])
        site.begin()
        site.register(one, in: domain)
        #expect(site.traces(of: one, in: domain) == there)
        #expect(site.worker.counters.added == 1)
        let address = LinkLocalAddress(of: one, in: dialect)
        let changes = site.kernel.takeChanges()
        #expect(changes.count == 3)
        guard case .setPeer(NodePeer(key: one, address: address), on: _) = changes[0],
            case .addRoute(address, over: _) = changes[1],
            case .addForwarding(address, via: _, on: _) = changes[2]
        else {
            Issue.record("not in order: \(changes)")
            return
        }
    }

    @Test func `a known key changes nothing, and lets the worker look soon`() {
        let site = Site()
        site.begin()
        site.register(one)
        site.forget()
        site.register(one, one)
        #expect(site.kernel.takeChanges().isEmpty)
        #expect(site.worker.counters.added == 1)
        site.kernel.change("wg-eins") { $0.device?.peers = [] }
        site.register(one)
        site.pass(.seconds(3))
        #expect(site.traces(of: one) == there)
        #expect(site.worker.counters.repaired == 1)
    }

    @Test func `the own key, gateways' keys and colliding ones are refused and counted`() {
        let site = Site()
        site.units.keys["wg-eins"] = [gateway]
        site.begin()
        site.tell(Site.key(101), address: LinkLocalAddress(of: Site.key(3), in: .ffmuc).description)
        site.forget()
        site.register(site.own, gateway, Site.key(101), Site.key(3))
        #expect(site.kernel.takeChanges().isEmpty)
        let counters = site.worker.counters
        #expect(counters.refusedOwn == 1)
        #expect(counters.refusedGateway == 2)
        #expect(counters.refusedCollision == 1)
        #expect(counters.added == 0)
    }

    @Test func `a key that another domain's data name is a gateway's, too`() {
        let site = Site(domains: [Site.eins, Site.zwei])
        site.begin()
        site.tell(gateway, in: "ffms_zwei")
        site.register(gateway)
        #expect(site.traces(of: gateway) == gone)
        #expect(site.worker.counters.refusedGateway == 1)
    }

    @Test func `a key whose address a foreign peer has is refused`() {
        let site = Site()
        site.begin()
        site.kernel.addByHand(Site.key(150), LinkLocalAddress(of: one, in: .ffmuc), in: Site.eins)
        site.pass(.seconds(30))
        site.register(one)
        #expect(site.traces(of: one)[0] == false)
        #expect(site.worker.counters.refusedCollision == 1)
    }

    @Test func `in dialect gluon nobody gets the gateways' address`() {
        let gateways = GatewayBook(worker: "gw1").gateways(of: Site.zwei)
        #expect(gateways.addresses == [.gluonGateway])
    }

    @Test func `more keys than a domain may have are refused`() {
        let site = Site { $0.peersPerDomain = 2 }
        site.begin()
        site.register(one, two, Site.key(3))
        #expect(site.traces(of: Site.key(3)) == gone)
        #expect(site.worker.counters.added == 2)
        #expect(site.worker.counters.refusedFull == 1)
    }

    @Test func `peers that others added are never touched`() {
        let site = Site()
        site.units.keys["wg-eins"] = [gateway]
        site.begin()
        site.kernel.addByHand(gateway, LinkLocalAddress(of: gateway, in: .ffmuc), in: Site.eins)
        site.kernel.addByHand(Site.key(151), LinkLocalAddress(interfaceID: 5), in: Site.eins)
        site.kernel.change("wg-eins") { link in
            let address = LinkLocalAddress(of: Site.key(152), in: .ffmuc)
            link.device?.peers.append(.init(key: Site.key(152), allowed: [.linkLocal(address), .other]))
            link.device?.peers.append(.init(key: Site.key(153), allowed: []))
        }
        site.forget()
        // Over many looks and sweeps.
        for _ in 0..<20 { site.pass(.seconds(3600)) }
        #expect(site.kernel.takeChanges().isEmpty)
        site.register(Site.key(151), Site.key(152), Site.key(153))
        #expect(site.kernel.takeChanges().isEmpty)
        #expect(site.worker.counters.refusedGateway == 3)
    }

    @Test func `a node that turns out to be a gateway is let go, and stays in the kernel`() {
        let site = Site()
        site.begin()
        site.register(one, two)
        site.forget()
        site.tell(one, address: LinkLocalAddress(of: one, in: .ffmuc).description)
        #expect(site.kernel.takeChanges().isEmpty)
        #expect(site.worker.counters.refusedGateway == 1)
        site.kernel.delete("wg-eins")
        site.begin()
        site.pass(.seconds(30))
        #expect(site.traces(of: one) == gone)
        #expect(site.traces(of: two) == there)
        // It may come back as a node once it is no gateway any more.
        site.tell(nil)
        site.register(one)
        #expect(site.traces(of: one) == there)
    }

    @Test func `what this worker's data said before its key was changed doesn't count`() {
        let site = Site()
        site.begin()
        site.tell(one, of: "gw1")
        site.register(one)
        #expect(site.traces(of: one) == there)
    }
}

// MARK: Repairing

extension KeyWorkerTests {
    @Test(arguments: 0..<3)
    func `what something removes comes back and is counted`(which: Int) {
        let site = Site()
        site.begin()
        site.register(one, two)
        switch which {
        case 0: site.kernel.change("wg-eins") { $0.device?.peers.removeAll { $0.key == one } }
        case 1: site.kernel.change("wg-eins") { $0.routes = [] }
        default: site.kernel.change("vx-eins") { $0.forwarding = [] }
        }
        site.pass(.seconds(30))
        #expect(site.traces(of: one) == there)
        #expect(site.traces(of: two) == there)
        #expect(site.worker.counters.repaired == (which == 0 ? 1 : 2))
    }

    @Test func `a peer that lost its address gets it back`() {
        let site = Site()
        site.begin()
        site.register(one)
        site.kernel.change("wg-eins") { $0.device?.peers[0].allowed = [] }
        site.pass(.seconds(30))
        #expect(site.traces(of: one) == there)
    }

    @Test func `a peer whose addresses somebody changed is foreign from then on`() {
        let site = Site()
        site.begin()
        site.register(one)
        site.kernel.change("wg-eins") { $0.device?.peers[0].allowed.append(.other) }
        site.forget()
        site.pass(.seconds(30))
        site.register(one)
        site.pass(.seconds(90_000))
        #expect(site.kernel.takeChanges().isEmpty)
    }

    @Test func `interfaces that come again get all nodes back at once`() {
        let site = Site()
        site.begin()
        site.register(one, two)
        site.kernel.delete("wg-eins")
        site.pass(.milliseconds(100)) { $0.haveInterfacesChanged = true }
        #expect(site.said(metric).last == "-1")
        site.kernel.raise(Site.eins, key: site.own)
        site.pass(.milliseconds(100)) { $0.haveInterfacesChanged = true }
        #expect(site.traces(of: one) == there)
        #expect(site.traces(of: two) == there)
        #expect(site.said(metric).last == "0")
        #expect(site.worker.counters.repaired == 6)
    }

    @Test func `keys that come before the interfaces wait for them`() {
        let site = Site { $0.peersPerDomain = 2 }
        site.pass(.zero)
        site.register(one, one, two, Site.key(3))
        #expect(site.worker.summary(at: site.moment).hasPrefix("serves no domain; "))
        #expect(site.worker.summary(at: site.moment).contains("; ffms_eins: wg-eins is missing"))
        #expect(site.worker.counters.refusedFull == 1)
        site.begin()
        site.pass(.seconds(30))
        #expect(site.traces(of: one) == there)
        #expect(site.traces(of: two) == there)
        #expect(site.worker.counters.added == 2)
    }

    @Test func `a restarted worker takes up what the kernel holds, and repairs it`() {
        let site = Site()
        site.begin()
        site.register(one, two)
        site.kernel.change("wg-eins") { $0.routes.remove(LinkLocalAddress(of: one, in: .ffmuc)) }
        site.restart()
        site.pass(.seconds(5))
        #expect(site.traces(of: one) == there)
        #expect(site.worker.counters.added == 0)
        #expect(site.worker.counters.repaired == 1)
        #expect(site.worker.summary(at: site.moment).hasPrefix("serves ffms_eins; 2 nodes, "))
    }

    @Test func `what the kernel refuses is counted and tried again`() throws {
        let site = Site()
        site.begin()
        let index = try #require(site.kernel.link("wg-eins")).interface.index
        site.kernel.refuse([.addRoute(LinkLocalAddress(of: one, in: .ffmuc), over: index)])
        site.register(one, two)
        #expect(site.traces(of: two) == there)
        #expect(site.worker.counters.failed == 1)
        #expect(site.worker.counters.added == 1)
        site.kernel.refuse([])
        site.pass(.seconds(30))
        #expect(site.traces(of: one) == there)
        #expect(site.worker.counters.repaired == 1)
    }

    @Test func `a kernel that can't be read changes nothing, and is a finding`() {
        let site = Site()
        site.begin()
        site.register(one)
        site.forget()
        site.kernel.fail(with: KernelError(code: 1))
        site.pass(.seconds(30))
        #expect(site.worker.summary(at: site.moment).contains("the kernel can't be read"))
        #expect(site.said(metric).last == "-1")
        site.kernel.fail(with: nil)
        site.pass(.seconds(30))
        #expect(site.traces(of: one) == there)
        #expect(site.kernel.takeChanges().isEmpty)
    }

    @Test func `a domain waits while a unit can't be read`() {
        let site = Site()
        site.units.unreadable = ["/etc/systemd/network/wg-eins.netdev: Permission denied"]
        site.begin()
        site.register(one)
        #expect(site.traces(of: one) == gone)
        #expect(site.worker.summary(at: site.moment).contains("Permission denied"))
        site.units.unreadable = []
        site.pass(.seconds(30))
        #expect(site.traces(of: one) == there)
    }

    @Test func `one domain's trouble is not another's`() {
        let site = Site(domains: [Site.eins, Site.zwei])
        site.kernel.raise(Site.zwei, key: site.own)
        site.pass(.zero)
        site.register(one, in: Site.zwei)
        #expect(site.traces(of: one, in: Site.zwei) == there)
        #expect(site.said(metric) == ["-1"])
    }

    @Test func `interfaces that nodes would stumble over are findings`() {
        let site = Site()
        site.begin()
        site.kernel.change("vx-eins") { $0.interface.vxlanPort = 4789 }
        site.kernel.change("wg-eins") { $0.interface.addresses = [] }
        site.pass(.seconds(30))
        let summary = site.worker.summary(at: site.moment)
        #expect(summary.contains("vx-eins has UDP port 4789 where dialect ffmuc has 8472"))
        #expect(summary.contains("wg-eins doesn't have the address"))
        // They work all the same.
        site.register(one)
        #expect(site.traces(of: one) == there)
    }
}

import FleetModel
import KeyExchange
import KeyWorker
import Testing

/// What a worker says, and when.
struct SayingTests {
    private let status = ExchangeTopic.status(worker: "gw1")
    private let data = ExchangeTopic.data(worker: "gw1", domain: "ffms_eins")
    private let metric = ExchangeTopic.connectedPeers(domain: "ffms_eins", worker: "gw1")

    private func site() -> Site {
        let site = Site()
        site.begin()
        return site
    }

    @Test func `on each connect it says data, then that it is there, then metrics and counters`() {
        let site = site()
        for _ in 0..<2 {
            site.forget()
            site.pass(.seconds(1)) { $0.hasConnected = true }
            #expect(site.said.map(\.topic) == [data, status, metric, .counters(worker: "gw1")])
            #expect(site.said(status) == ["1"])
        }
        let address = LinkLocalAddress(of: site.own, in: .ffmuc)
        #expect(
            site.said(data) == [
                #"{"ExternalAddress": "gw1", "Port": 40000, "PublicKey": "\#(site.own)", "LinkAddress": "\#(address)"}"#
            ]
        )
    }

    @Test func `in dialect gluon its address is that of all gateways`() {
        let site = Site(domains: [Site.zwei]) { $0.externalName = "gw1.example.net" }
        site.begin()
        site.pass(.seconds(1)) { $0.hasConnected = true }
        let said = site.said(.data(worker: "gw1", domain: "ffms_zwei"))
        #expect(said.last?.hasSuffix(#""LinkAddress": "fe80::1"}"#) == true)
        #expect(said.last?.hasPrefix(#"{"ExternalAddress": "gw1.example.net", "#) == true)
    }

    @Test func `data are said again when they change, and only then`() {
        let site = site()
        site.pass(.seconds(1)) { $0.hasConnected = true }
        site.forget()
        site.pass(.seconds(30))
        #expect(site.said(data).isEmpty)
        site.kernel.change("wg-eins") { $0.device?.listenPort = 40_001 }
        site.pass(.seconds(30))
        #expect(site.said(data).count == 1)
        site.kernel.change("wg-eins") { $0.device?.publicKey = Site.key(201) }
        site.pass(.seconds(30))
        #expect(site.said(data).count == 2)
        site.pass(.seconds(30))
        #expect(site.said(data).count == 2)
    }

    @Test func `declared offline, it says that it is there`() {
        let site = site()
        site.pass(.seconds(1)) { $0.isDeclaredOffline = true }
        #expect(site.said.map(\.topic) == [status])
        #expect(site.said(status) == ["1"])
    }

    @Test func `metrics come once a minute`() {
        let site = site()
        for _ in 0..<120 { site.pass(.seconds(1)) }
        #expect(site.said(metric) == ["0", "0"])
        #expect(site.said(.counters(worker: "gw1")).count == 2)
    }

    @Test func `a domain without interfaces has no data, and says -1 for sure`() {
        let site = Site()
        site.pass(.zero) { $0.hasConnected = true }
        #expect(site.said(data).isEmpty)
        #expect(site.said(metric) == ["-1"])
        #expect(site.said.first { $0.topic == metric }?.isAcknowledged == true)
        site.begin()
        site.pass(.seconds(30))
        #expect(site.said(data).count == 1)
    }

    @Test func `its last words are no peers, then offline`() {
        let last = site().worker.farewell()
        #expect(last.map(\.topic) == [metric, status])
        #expect(last.map { String(decoding: $0.payload, as: UTF8.self) } == ["-1", "0"])
        #expect(last.allSatisfy { $0.isRetained && $0.isAcknowledged })
    }

    @Test func `what it heard is counted`() {
        let site = site()
        site.pass(.seconds(1)) {
            $0.malformed = 3
            $0.retained = 2
            $0.overflowing = 1
            $0.hasConnected = true
        }
        #expect(
            site.said(.counters(worker: "gw1")).last
                == #"{"added": 0, "removed": 0, "repaired": 0, "malformed": 3, "retained": 2, "refused_own": 0, "#
                + #""refused_gateway": 0, "refused_collision": 0, "refused_full": 1, "failed": 0}"#
        )
    }
}

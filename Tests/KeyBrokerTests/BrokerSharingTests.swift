import FleetModel
import KeyExchange
import Testing

@testable import KeyBroker

/// What brokers tell each other, and what workers tell them.
struct BrokerSharingTests {
    private let nord = BrokerState.nord

    private func known(_ number: Int, first: Int = 900, last: Int, worker: String?) -> BrokerNews {
        .known(domain: nord, key: Fixture.key(number), KnownKey(firstSeen: first, lastSeen: last, worker: worker))
    }

    @Test func `two brokers that hear each other choose as one would`() throws {
        var states = [try BrokerState.hearing(peers: [3, 0, 9]), try BrokerState.hearing(peers: [3, 0, 9])]
        var alone = states[0]
        for number in 0..<300 {
            let now = 1000 + number / 50
            let key = number % 250
            let registration = Registration(domain: nord, key: Fixture.key(key))
            let assignment = try states[number % 2].assign(registration, version: .two, now: now).get()
            #expect(assignment.gateway.map { $0.port - 40_000 } == alone.place(key, now: now))
            for case .share(let domain, let key, let history) in states[number % 2].confirm(assignment) {
                for index in 0..<2 {
                    _ = try states[index].take(
                        .known(domain: domain, key: key, history.known),
                        isRetained: false,
                        now: now
                    )
                }
            }
        }
        #expect(states[0].known(in: nord) == states[1].known(in: nord))
        #expect(states[0].known(in: nord) == alone.known(in: nord))
        #expect(states[0].domains[nord]?.gateways["gw2"]?.pending == states[1].domains[nord]?.gateways["gw2"]?.pending)
    }

    @Test func `a key that another broker knows moves instead of counting twice`() throws {
        var state = try BrokerState.hearing(peers: [0, 5])
        _ = try state.take(known(1, last: 1000, worker: "gw1"), isRetained: false, now: 1001)
        #expect(state.domains[nord]?.gateways["gw1"]?.expectedPeers == 1)
        _ = try state.take(known(1, last: 1011, worker: "gw2"), isRetained: false, now: 1012)
        #expect(state.domains[nord]?.gateways["gw1"]?.expectedPeers == 0)
        #expect(state.domains[nord]?.gateways["gw2"]?.expectedPeers == 6)
        #expect(state.place(1, now: 1030) == 1)
    }

    @Test func `its own words that come back write nothing`() throws {
        var state = try BrokerState.hearing(peers: [0])
        let registration = Registration(domain: nord, key: Fixture.key(1))
        let effects = state.confirm(try state.assign(registration, version: .two, now: 1000).get())
        #expect(effects.count == 2)
        #expect(try state.take(known(1, first: 1000, last: 1000, worker: "gw1"), isRetained: false, now: 1000) == [])
        // Nor does an answer that is repeated.
        #expect(state.confirm(try state.assign(registration, version: .two, now: 1005).get()) == [])
    }

    @Test func `older words change nothing but the first registration, in whatever order they come`() throws {
        let words = [
            known(1, first: 500, last: 600, worker: "gw1"), known(1, first: 700, last: 990, worker: "gw2"),
            known(1, first: 800, last: 990, worker: "gw1"),
        ]
        for order in [words, words.reversed(), [words[1], words[0], words[2]]] {
            var state = try BrokerState.hearing(peers: [0, 0])
            for word in order { _ = try state.take(word, isRetained: true, now: 1000) }
            #expect(state.known(in: nord)[Fixture.key(1)] == KeyHistory(firstSeen: 500, lastSeen: 990, worker: "gw2"))
        }
    }

    @Test func `times of the future count as now`() throws {
        var state = try BrokerState.hearing(peers: [0, 0])
        _ = try state.take(known(1, first: .max, last: .max, worker: "gw1"), isRetained: true, now: 1000)
        _ = try state.take(known(2, first: .min, last: .min, worker: "gw1"), isRetained: true, now: 1000)
        #expect(state.known(in: nord)[Fixture.key(1)] == KeyHistory(firstSeen: 1000, lastSeen: 1000, worker: "gw1"))
        #expect(state.known(in: nord)[Fixture.key(2)]?.lastSeen == 0)
    }

    @Test func `a gateway's key is refused, of whatever domain`() throws {
        var state = try BrokerState.hearing(peers: [0])
        _ = try state.take(.data(domain: "elsewhere", worker: "x", Fixture.data(9)), isRetained: true, now: 1000)
        for number in [1, 9] {
            let key = Fixture.data(number).publicKey
            #expect(state.refusal(of: key, in: nord, now: 1000) == .gatewayKey)
            #expect(throws: PayloadError.self) {
                try state.take(
                    .known(domain: nord, key: key, KnownKey(firstSeen: 1, lastSeen: 1000, worker: nil)),
                    isRetained: true,
                    now: 1000
                )
            }
        }
        _ = try state.take(.data(domain: "elsewhere", worker: "x", nil), isRetained: false, now: 1000)
        #expect(state.refusal(of: Fixture.data(9).publicKey, in: nord, now: 1000) == nil)
    }

    @Test func `a key with a gateway's link-local address is refused`() throws {
        var state = try BrokerState.hearing(peers: [0])
        var data = Fixture.data(1)
        data.linkAddress = Dialect.ffmuc.linkLocal(of: Fixture.key(5))
        _ = try state.take(.data(domain: nord, worker: "gw1", data), isRetained: false, now: 1000)
        #expect(state.refusal(of: Fixture.key(5), in: nord, now: 1000) == .collision)
        #expect(state.refusal(of: Fixture.key(6), in: nord, now: 1000) == nil)
    }

    @Test func `an absurd topic or payload is no news`() {
        let topics = [
            "", "/", "wireguard/x/all", "umstieg/key/ffmuc_nord/00", "wireguard-worker/a/b/c/status", "$SYS/x",
            "wireguard-worker/\(String(repeating: "w", count: 300))/status", String(repeating: "a/", count: 4000),
        ]
        for topic in topics {
            #expect(throws: PayloadError.self, "\(topic.prefix(40))") {
                try BrokerNews(topic: topic, payload: Array("1".utf8), keyLimit: 10)
            }
        }
        let peers = "wireguard-metrics/ffmuc_nord/gw1/connected_peers"
        for payload in [
            "x", "1.5", "99999999999999999999", "1000001", String(repeating: "1", count: 5000), "\u{0}", "NaN",
        ] {
            #expect(throws: PayloadError.self, "\(payload.prefix(40))") {
                try BrokerNews(topic: peers, payload: Array(payload.utf8), keyLimit: 10)
            }
        }
        for topic in ["wireguard-worker/gw1/ffmuc_nord/data", "umstieg/worker/gw1/counters"] {
            for payload in ["{", "[]", "null", "{\"Port\": -1}", String(repeating: "[", count: 4000)] {
                #expect(throws: PayloadError.self) {
                    try BrokerNews(topic: topic, payload: Array(payload.utf8), keyLimit: 10)
                }
            }
        }
    }

    @Test func `made-up workers and gateways don't fill the memory`() throws {
        var state = try BrokerState.hearing(peers: [0])
        var refused = 0
        for number in 0..<3000 {
            for news in [
                BrokerNews.status(worker: "w\(number)", isOnline: true),
                .counters(worker: "w\(number)", WorkerCounters()),
                .peers(domain: nord, worker: "w\(number)", count: 1),
            ] {
                do throws(PayloadError) { _ = try state.take(news, isRetained: true, now: 1000) } catch { refused += 1 }
            }
        }
        #expect(state.online.count <= 1000 && state.counters.count <= 1000)
        #expect(state.domains[nord]?.gateways.count == 1000)
        #expect(refused > 5900)
    }
}

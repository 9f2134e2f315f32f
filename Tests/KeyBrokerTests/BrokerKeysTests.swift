import FleetModel
import KeyExchange
import Testing

@testable import KeyBroker

/// Which keys a broker keeps, and who gets them again.
struct BrokerKeysTests {
    private let nord = BrokerState.nord
    private let day = 86_400

    @Test func `a key lives on by registrations and by handshakes`() throws {
        var state = try BrokerState.hearing(peers: [0])
        for number in 1...3 { _ = state.place(number, now: 1000) }
        _ = state.place(2, now: 1000 + 10 * day)
        let alive = BrokerNews.living(domain: nord, keys: [Fixture.key(3), Fixture.key(99)])
        let effects = try state.take(alive, isRetained: false, now: 1000 + 10 * day)
        #expect(effects.count == 1)
        #expect(
            try state.take(alive, isRetained: false, now: 1300 + 10 * day) == [],
            "each five minutes would be too often"
        )
        let now = 1000 + 14 * day
        #expect(Set(state.livingKeys(of: nord, now: now)) == [Fixture.key(2), Fixture.key(3)])
        #expect(
            state.sweep(now: now) == [
                .erase(domain: nord, key: Fixture.key(1)), .unshare(domain: nord, key: Fixture.key(1)),
            ]
        )
        #expect(state.known(in: nord).count == 2)
    }

    @Test func `a retained list of living keys may be of any age, so it says nothing`() throws {
        var state = try BrokerState.hearing(peers: [0])
        _ = state.place(1, now: 1000)
        #expect(try state.take(.living(domain: nord, keys: [Fixture.key(1)]), isRetained: true, now: 1000 + day) == [])
    }

    @Test func `another broker's forgetting is followed unless this one knows better`() throws {
        var state = try BrokerState.hearing(peers: [0])
        _ = state.place(1, now: 1000)
        let news = BrokerNews.known(domain: nord, key: Fixture.key(1), nil)
        #expect(try state.take(news, isRetained: false, now: 1000 + 13 * day) == [])
        #expect(state.known(in: nord).count == 1)
        let erased = try state.take(news, isRetained: false, now: 1000 + 14 * day - 60)
        #expect(erased == [.erase(domain: nord, key: Fixture.key(1))])
        #expect(try state.take(news, isRetained: false, now: 1000 + 14 * day) == [])
    }

    @Test func `a full domain lets the silent ones go, those without a handshake first`() throws {
        var state = BrokerState(settings: Fixture.settings { $0.keysPerDomain = 10 })
        try state.hear("gw1", peers: 0, now: 1000)
        for number in 0..<10 { _ = state.place(number, now: 1000 + number) }
        _ = try state.take(.living(domain: nord, keys: (0..<5).map(Fixture.key)), isRetained: false, now: 9000)
        for number in 100..<200 { _ = state.place(number, now: 9000 + number) }
        let kept = state.known(in: nord)
        #expect(kept.count == 10)
        #expect((0..<5).allSatisfy { kept[Fixture.key($0)] != nil })
        #expect((195..<200).allSatisfy { kept[Fixture.key($0)] != nil })
    }

    @Test func `what is restored is known, with the nodes that have just been sent somewhere`() throws {
        var state = BrokerState(settings: Fixture.settings())
        state.restore(
            [
                (nord, Fixture.key(1), KeyHistory(firstSeen: 1, lastSeen: 995, worker: "gw1")),
                (nord, Fixture.key(2), KeyHistory(firstSeen: 1, lastSeen: 500, worker: "gw1")),
                (nord, Fixture.key(3), KeyHistory(firstSeen: 1, lastSeen: 5000, lastAlive: 6000, worker: "gw1")),
                ("of old", Fixture.key(4), KeyHistory(firstSeen: 1, lastSeen: 500)),
            ],
            now: 1000
        )
        _ = try state.take(.peers(domain: nord, worker: "gw1", count: 7), isRetained: true, now: 1000)
        #expect(state.domains[nord]?.gateways["gw1"]?.expectedPeers == 9)
        #expect(state.known(in: nord)[Fixture.key(3)]?.lastSign == 1000)
    }

    @Test func `a worker that appears, or listens again, gets its keys`() throws {
        var state = BrokerState(settings: Fixture.settings())
        let online = BrokerNews.status(worker: "gw1", isOnline: true)
        #expect(try state.take(online, isRetained: true, now: 1000) == [.greet(worker: "gw1")])
        #expect(try state.take(online, isRetained: true, now: 1000) == [])
        #expect(try state.take(online, isRetained: false, now: 1000) == [.greet(worker: "gw1")])
        let data = BrokerNews.data(domain: nord, worker: "gw1", Fixture.data(1))
        #expect(try state.take(data, isRetained: true, now: 1000) == [.greet(worker: "gw1")])
        #expect(state.domains(of: "gw1") == [nord])
        let peers = { BrokerNews.peers(domain: BrokerState.nord, worker: "gw1", count: $0) }
        #expect(try state.take(peers(0), isRetained: false, now: 1000) == [])
        #expect(try state.take(peers(-1), isRetained: false, now: 1000) == [])
        #expect(state.domains(of: "gw1") == [])
        // Its interface came back, and has no peers any more.
        #expect(try state.take(peers(0), isRetained: false, now: 1000) == [.greet(worker: "gw1")])
        let offline = BrokerNews.status(worker: "gw1", isOnline: false)
        #expect(try state.take(offline, isRetained: false, now: 1000) == [.leave(worker: "gw1")])
        #expect(try state.take(offline, isRetained: false, now: 1000) == [])
        #expect(try state.take(online, isRetained: false, now: 1000) == [.greet(worker: "gw1")])
        #expect(state.loseSight() == [.leave(worker: "gw1")])
        #expect(try state.take(online, isRetained: true, now: 1000) == [.greet(worker: "gw1")])
    }

    @Test func `neither denied keys nor gateways' are given to gateways`() throws {
        var state = try BrokerState.hearing(peers: [0])
        for number in 1...3 { _ = state.place(number, now: 1000 + number) }
        #expect(state.livingKeys(of: nord, now: 1010) == [3, 2, 1].map(Fixture.key))
        var lists = AccessLists()
        lists.denied = [Fixture.key(1)]
        lists.preload = [nord: [Fixture.key(50)]]
        state.replaceAccess(lists)
        var data = Fixture.data(2)
        data.publicKey = Fixture.key(2)
        _ = try state.take(.data(domain: nord, worker: "gw2", data), isRetained: false, now: 1010)
        #expect(state.livingKeys(of: nord, now: 1010) == [50, 3].map(Fixture.key))
        #expect(state.refusal(of: Fixture.key(1), in: nord, now: 1010) == .denied)
        state.replaceAccess(AccessLists())
        #expect(state.livingKeys(of: nord, now: 1010) == [3, 1].map(Fixture.key))
    }
}

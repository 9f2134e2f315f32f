import FleetModel
import KeyExchange
import Testing

@testable import KeyBroker

/// Which gateway a node is sent to, as time passes.
struct BrokerStateTests {
    private let nord = BrokerState.nord

    @Test func `between two counts each node counts where it was sent`() throws {
        var state = try BrokerState.hearing(peers: [0, 6])
        let placed = (0..<10).compactMap { state.place($0, now: 1001) }
        #expect(placed.filter { $0 == 1 }.count == 8)
        #expect(placed.prefix(6).allSatisfy { $0 == 1 })
    }

    @Test func `weights hold between counts`() throws {
        var state = try BrokerState.hearing(peers: [0, 0], weights: ["gw1": 3])
        let placed = (0..<400).compactMap { state.place($0, now: 1001) }
        #expect((298...302).contains(placed.filter { $0 == 1 }.count))
    }

    @Test func `a count takes over nodes that had ten seconds to come, and no others`() throws {
        var state = try BrokerState.hearing(peers: [0, 100])
        #expect(state.place(1, now: 1001) == 1)
        #expect(state.place(2, now: 1006) == 1)
        #expect(state.domains[nord]?.gateways["gw1"]?.expectedPeers == 2)
        _ = try state.take(.peers(domain: nord, worker: "gw1", count: 1), isRetained: false, now: 1011)
        #expect(state.domains[nord]?.gateways["gw1"]?.expectedPeers == 2)
        _ = try state.take(.peers(domain: nord, worker: "gw1", count: 2), isRetained: false, now: 1016)
        #expect(state.domains[nord]?.gateways["gw1"]?.expectedPeers == 2)
    }

    @Test func `a retained count may be a minute old, so it takes over nodes of before that only`() throws {
        var state = try BrokerState.hearing(peers: [0, 100], now: 900)
        #expect(state.place(1, now: 900) == 1)
        #expect(state.place(2, now: 980) == 1)
        _ = try state.take(.peers(domain: nord, worker: "gw1", count: 5), isRetained: true, now: 1000)
        #expect(state.domains[nord]?.gateways["gw1"]?.pending.keys.sorted { $0.base64 < $1.base64 } == [Fixture.key(2)])
    }

    @Test func `a key that asks again at once is told the same`() throws {
        var state = try BrokerState.hearing(peers: [0, 0, 0])
        let first = state.place(1, now: 1000)
        for now in [1000, 1004, 1009] { #expect(state.place(1, now: now) == first) }
        #expect(state.domains[nord]?.gateways.values.map(\.expectedPeers).reduce(0, +) == 1)
    }

    @Test func `a key that asks again within 15 minutes goes elsewhere, and counts there only`() throws {
        var state = try BrokerState.hearing(peers: [0, 50])
        #expect(state.place(1, now: 1000) == 1)
        #expect(state.place(1, now: 1010) == 2)
        #expect(state.domains[nord]?.gateways["gw1"]?.expectedPeers == 0)
        #expect(state.domains[nord]?.gateways["gw2"]?.expectedPeers == 51)
        #expect(state.place(1, now: 1909) == 1)
        #expect(state.place(1, now: 1909 + 900) == 1)
    }

    @Test func `who retries faster than ten seconds moves after ten`() throws {
        var state = try BrokerState.hearing(peers: [0, 50])
        #expect([1000, 1004, 1008].map { state.place(1, now: $0) } == [1, 1, 1])
        #expect(state.place(1, now: 1012) == 2)
    }

    @Test func `the only gateway is chosen again and again`() throws {
        var state = try BrokerState.hearing(peers: [0])
        #expect([1000, 1020, 1040].map { state.place(1, now: $0) } == [1, 1, 1])
    }

    @Test func `who is down, offline or without a count gets nothing`() throws {
        var state = try BrokerState.hearing(peers: [0, 0, 0, 900])
        _ = try state.take(.status(worker: "gw1", isOnline: false), isRetained: false, now: 1000)
        _ = try state.take(.peers(domain: nord, worker: "gw2", count: -1), isRetained: false, now: 1000)
        _ = try state.take(.peers(domain: nord, worker: "gw3", count: nil), isRetained: false, now: 1000)
        #expect((0..<20).allSatisfy { state.place($0, now: 1000) == 4 })
        _ = try state.take(.status(worker: "gw4", isOnline: nil), isRetained: false, now: 1000)
        #expect(
            state.assign(Registration(domain: nord, key: Fixture.key(1)), version: .two, now: 1000).failure
                == .noGateway
        )
        #expect(
            state.assign(Registration(domain: nord, key: Fixture.key(1)), version: .one, now: 1000).failure
                == .noGateway
        )
    }

    @Test func `peers of one domain don't count in another`() throws {
        var state = try BrokerState.hearing(peers: [10, 0])
        _ = try state.take(.peers(domain: "ffmuc_sued", worker: "gw2", count: 5000), isRetained: false, now: 1000)
        #expect(state.place(1, now: 1000) == 2)
    }

    @Test func `weights of gateways that are gone don't count`() throws {
        // With the dead gateway's weight the shares would be 2 and 4 of 12, and gw1 the one to get the node.
        var state = try BrokerState.hearing(peers: [2, 10], weights: ["gw1": 1, "gw2": 8, "gw3": 15])
        #expect(state.place(1, now: 1000) == 2)
    }

    @Test func `version 2 takes a gateway whose data are known, and fails without`() throws {
        var state = try BrokerState.hearing(peers: [0, 100])
        _ = try state.take(.data(domain: nord, worker: "gw1", nil), isRetained: false, now: 1000)
        #expect(state.place(1, now: 1000) == 2)
        _ = try state.take(.data(domain: nord, worker: "gw2", nil), isRetained: false, now: 1000)
        let registration = Registration(domain: nord, key: Fixture.key(2))
        #expect(state.assign(registration, version: .two, now: 1000).failure == .noGatewayData)
        #expect(try state.assign(registration, version: .one, now: 1000).get().gateway == nil)
    }

    @Test func `version 1 sends nobody anywhere`() throws {
        var state = try BrokerState.hearing(peers: [0, 0])
        let assignment = try state.assign(Registration(domain: nord, key: Fixture.key(1)), version: .one, now: 1000)
            .get()
        #expect(assignment.history.worker == nil)
        #expect(state.domains[nord]?.gateways.values.allSatisfy { $0.expectedPeers == 0 } == true)
    }

    @Test func `what couldn't be published is as if it hadn't been asked`() throws {
        var state = try BrokerState.hearing(peers: [0, 50])
        let registration = Registration(domain: nord, key: Fixture.key(1))
        state.withdraw(try state.assign(registration, version: .two, now: 1000).get())
        #expect(state.known(in: nord).isEmpty)
        #expect(state.domains[nord]?.gateways["gw1"]?.expectedPeers == 0)
        #expect(state.place(1, now: 1000) == 1)
        state.withdraw(try state.assign(registration, version: .two, now: 1020).get())
        #expect(state.known(in: nord)[Fixture.key(1)] == KeyHistory(firstSeen: 1000, lastSeen: 1000, worker: "gw1"))
        #expect(state.domains[nord]?.gateways["gw1"]?.expectedPeers == 1)
    }
}

extension Result {
    var failure: Failure? {
        guard case .failure(let failure) = self else { return nil }
        return failure
    }
}

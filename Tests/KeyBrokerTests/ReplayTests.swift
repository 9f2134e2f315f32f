import FleetModel
import KeyExchange
import Synchronization
import Testing

@testable import KeyBroker

/// Keys that go out paced.
struct ReplayTests {
    /// Time that passes only while someone sleeps, and what was said at which moment.
    private final class World: Messenger {
        let clock = Mutex(Duration.zero)
        let said = Mutex<[(topic: String, key: String, at: Duration, isAwaited: Bool)]>([])
        let failsAfter: Int

        init(failsAfter: Int = .max) { self.failsAfter = failsAfter }

        var isReady: Bool { true }
        var time: BrokerTime {
            BrokerTime(
                now: { 0 },
                elapsed: { self.clock.withLock(\.self) },
                sleep: { duration in
                    try Task.checkCancellation()
                    self.clock.withLock { $0 += duration }
                }
            )
        }

        func publish(_ publication: Publication) throws(NotDelivered) { try say(publication, isAwaited: false) }
        func deliver(_ publication: Publication, within limit: Duration) async throws(NotDelivered) {
            try say(publication, isAwaited: true)
        }

        private func say(_ publication: Publication, isAwaited: Bool) throws(NotDelivered) {
            let now = clock.withLock(\.self)
            let count = said.withLock { said in
                said.append(
                    (publication.topic.name, String(decoding: publication.payload, as: UTF8.self), now, isAwaited)
                )
                return said.count
            }
            if count > failsAfter { throw NotDelivered("lost") }
        }
    }

    private func replay(_ count: Int, rate: Int) -> Replay {
        let keys = (0..<count).map(Fixture.key)
        let half = count / 2
        return Replay(worker: "gw1", domains: [("a", Array(keys[..<half])), ("b", Array(keys[half...]))], rate: rate)
    }

    @Test func `all keys go to the worker, so many a second`() async {
        let world = World()
        let count = Mutex(0)
        await replay(1000, rate: 100).run(over: world, time: world.time) { batch in count.withLock { $0 += batch } }
        let said = world.said.withLock(\.self)
        #expect(said.count == 1000)
        #expect(count.withLock(\.self) == 1000)
        #expect(Set(said.map(\.topic)) == ["wireguard/a/gw1", "wireguard/b/gw1"])
        for second in 0..<10 {
            let inSecond = said.filter { $0.at >= .seconds(second) && $0.at < .seconds(second + 1) }.count
            #expect(inSecond == 100, "second \(second)")
        }
        #expect(said.filter(\.isAwaited).count == 100, "the server's word is waited for once a batch")
    }

    @Test func `slow is slow`() async {
        let world = World()
        await replay(10, rate: 2).run(over: world, time: world.time) { _ in }
        #expect(world.said.withLock { $0.last?.at } == .seconds(4.5))
    }

    @Test func `a lost connection ends it`() async {
        let world = World(failsAfter: 25)
        await replay(1000, rate: 100).run(over: world, time: world.time) { _ in }
        #expect(world.said.withLock(\.count) == 26)
    }

    @Test func `cancelled, it says nothing more`() async {
        let world = World()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await replay(1000, rate: 100).run(over: world, time: world.time) { _ in }
        }
        await task.value
        #expect(world.said.withLock(\.count) == 0)
    }
}

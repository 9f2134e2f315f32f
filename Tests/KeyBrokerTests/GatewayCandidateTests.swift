import Testing

@testable import KeyBroker

struct GatewayCandidateTests {
    private func best(_ rows: [(String, Int, Int)], key: Int = 1, avoiding: String? = nil) -> String? {
        let candidates = rows.map { GatewayCandidate(worker: $0.0, weight: $0.1, peers: $0.2) }
        return GatewayCandidate.best(of: candidates, for: Fixture.key(key), avoiding: avoiding)?.worker
    }

    @Test func `without a gateway there is no best one`() {
        #expect(best([]) == nil)
    }

    @Test func `the gateway with the most peers missing to its share gets the node`() {
        #expect(best([("a", 1, 10), ("b", 1, 9)]) == "b")
        // Shares of 12 peers: 9 and 3.
        #expect(best([("a", 3, 8), ("b", 1, 4)]) == "a")
        #expect(best([("a", 3, 11), ("b", 1, 1)]) == "b")
        // Shares of 40 peers: 10, 10 and 20; missing: 0, 5 and -5.
        #expect(best([("a", 1, 10), ("b", 1, 5), ("c", 2, 25)]) == "b")
    }

    @Test func `it is the difference to the share that counts, not the part of it`() {
        // Shares of 120 peers: 10, 100 and 10; missing: 5, 10 and -15.
        #expect(best([("small", 1, 5), ("large", 10, 90), ("over", 1, 25)]) == "large")
    }

    @Test func `weight 0 gets nothing, unless there is nothing else`() {
        #expect(best([("a", 0, 0), ("b", 1, 1000)]) == "b")
        #expect(best([("a", 0, 5), ("b", 0, 4)]) == "b")
        #expect(best([("a", 0, 5), ("b", 1, 5)], avoiding: "b") == "b")
    }

    @Test func `the gateway to avoid comes last`() {
        #expect(best([("a", 1, 0), ("b", 1, 1000)], avoiding: "a") == "b")
        #expect(best([("a", 1, 0)], avoiding: "a") == "a")
        #expect(best([("a", 1, 0), ("b", 1, 1000)], avoiding: "gone") == "a")
    }

    @Test func `equals share the keys, and each key goes to the same one in whatever order`() {
        let rows = [("a", 1, 5), ("b", 1, 5), ("c", 1, 5)]
        var counts: [String: Int] = [:]
        for key in 0..<3000 {
            let worker = best(rows, key: key)
            #expect(worker == best(rows.reversed(), key: key))
            counts[worker ?? "", default: 0] += 1
        }
        #expect(counts.count == 3)
        #expect(counts.values.allSatisfy { (850...1150).contains($0) }, "\(counts)")
    }

    @Test func `the largest numbers there can be don't overflow`() {
        let rows = (0..<1000).map { ("gw\($0)", 1_000_000, 2_000_000) } + [("z", 1_000_000, 1_999_999)]
        #expect(best(rows) == "z")
    }
}

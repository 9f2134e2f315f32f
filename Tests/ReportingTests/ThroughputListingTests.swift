import FleetModel
import Foundation
import Mesh
import Planning
import Reporting
import Rollouts
import Testing

/// What a rollout's record tells of its gain.
struct ThroughputListingTests {
    private static let fleet = Fleet(
        community: Community(name: "Test", dialect: .ffmuc, domainPrefixes: []),
        broker: nil,
        ssh: Fleet.SSH(),
        domains: [],
        gateways: [],
        nodes: [Node(id: "02caffee0001", hostname: "n1\u{1b}[31m", domain: "north", address: nil, jump: .direct)]
    )

    private func series(_ kilobits: [Int], problem: String? = nil) -> ThroughputSeries {
        let way = ThroughputSeries.Way(
            domain: "north",
            from: Subject(.gateway, "gw1"),
            to: Subject(.node, "02caffee0001"),
            tool: .iperf3
        )
        return ThroughputSeries(way, samples: kilobits.map { Throughput(kilobitsPerSecond: $0) }, problem: problem)
    }

    private func report(before: ThroughputSeries?, after: ThroughputSeries?) throws -> StatusReport {
        let plan = Plan(id: "p", name: "day", fleet: Self.fleet, phases: [])
        let entries = [(before, 0), (after, 1)].compactMap { series, phases in
            series.map { JournalEntry.observed(Operation(.measure(phases: phases), nil), .gauged([$0])) }
        }
        return StatusReport(
            RolloutStatus(
                id: "r1",
                outcome: nil,
                units: [],
                gains: ThroughputGain.all(in: entries.map { TimedEntry(time: 0, entry: $0) }),
                nodeNames: Dictionary(plan.fleet.nodes.map { ($0.id, $0.hostname) }) { first, _ in first }
            )
        )
    }

    private func row(_ report: StatusReport) throws -> [String: Any] {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
        let rows = try #require(object["throughput"] as? [[String: Any]])
        #expect(rows.count == 1)
        return try #require(rows.first)
    }

    @Test func `the gain is that of the medians, and both spreads are told`() throws {
        let report = try report(before: series([9000, 10_000, 30_000]), after: series([18_000, 18_400, 60_000]))
        let row = try row(report)
        #expect(row["gain"] as? String == "1.84")
        #expect(row["before_kbit"] as? Int == 10_000 && row["after_kbit"] as? Int == 18_400)
        #expect(row["before_lowest_kbit"] as? Int == 9000 && row["before_highest_kbit"] as? Int == 30_000)
        #expect(row["direction"] as? String == "down" && row["tool"] as? String == "iperf3")
        let table = report.table(style: .plain)
        #expect(table.contains("GAIN") && table.contains("1.84"))
        #expect(!table.contains("\u{1b}"))
    }

    @Test func `what is not known is not 0`() throws {
        let row = try row(report(before: series([], problem: "no answer"), after: series([1])))
        #expect(row["gain"] is NSNull && row["before_kbit"] is NSNull)
        #expect(row["problem"] as? String == "no answer")
        #expect(try self.row(report(before: series([5]), after: nil))["gain"] is NSNull)
    }
}

import FleetModel
package import Mesh
import Rollouts

/// Throughputs for people and for programs: what was measured once, or before and after a rollout.
package enum ThroughputListing {
    /// Columns `domain`, `node`, `direction` (`down` to the node, or `up`), `tool`, `kbit`, `lowest_kbit`,
    /// `highest_kbit`, `samples` and `problem`.
    package static func of(_ series: [ThroughputSeries], names: [String: String]) -> Listing {
        let columns = [
            "domain", "node", "direction", "tool", "kbit", "lowest_kbit", "highest_kbit", "samples", "problem",
        ]
        return Listing(
            columns: columns.map { Listing.Column($0) },
            rows: series.map { one in
                way(one.way, names) + numbers(of: one) + [.number(one.samples.count), ReportValue(one.problem)]
            }
        )
    }

    /// The same before and after, and `gain`: how many times as much, with two decimals.
    static func of(_ gains: [ThroughputGain], names: [String: String]) -> Listing {
        let columns =
            ["domain", "node", "direction", "tool"].map { Listing.Column($0) }
            + ["before", "after"].flatMap { time in
                [
                    Listing.Column("\(time)_kbit"), Listing.Column("\(time)_lowest_kbit", isInTable: false),
                    Listing.Column("\(time)_highest_kbit", isInTable: false),
                ]
            } + [Listing.Column("gain"), Listing.Column("problem")]
        return Listing(
            columns: columns,
            rows: gains.map { gain in
                let problem = [gain.before?.problem, gain.after?.problem].compactMap(\.self).first
                let end = [ReportValue(gain.factor.map(decimal)), ReportValue(problem)]
                return way(gain.way, names) + numbers(of: gain.before) + numbers(of: gain.after) + end
            }
        )
    }

    private static func way(_ way: ThroughputSeries.Way, _ names: [String: String]) -> [ReportValue] {
        let node = way.to.kind == .node ? way.to : way.from
        return [
            .text(way.domain), .text(names[node.name] ?? node.name), .text(way.to.kind == .node ? "down" : "up"),
            .text(way.tool.rawValue),
        ]
    }

    private static func numbers(of series: ThroughputSeries?) -> [ReportValue] {
        [series?.median, series?.spread?.lowerBound, series?.spread?.upperBound].map {
            ReportValue($0?.kilobitsPerSecond)
        }
    }

    /// As `1.84`.
    private static func decimal(_ number: Double) -> String {
        let hundredths = Int((min(max(number, 0), 1e9) * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// Several measurements of the same way through a mesh, by the same program.
package struct ThroughputSeries: Sendable, Hashable, Codable {
    package enum Tool: String, Sendable, Hashable, Codable, CaseIterable {
        /// batman-adv's own throughput meter: packets of the mesh, no TCP of a host.
        case batctl
        /// TCP between two hosts.
        case iperf3
    }

    /// What is measured.
    package struct Way: Sendable, Hashable, Codable {
        /// Code of the domain.
        package var domain: String
        package var from: Subject
        package var to: Subject
        package var tool: Tool

        package init(domain: String, from: Subject, to: Subject, tool: Tool) {
            self.domain = domain
            self.from = from
            self.to = to
            self.tool = tool
        }
    }

    package var way: Way
    /// Sorted.
    package let samples: [Throughput]
    /// Why there are fewer samples than wanted, or none; nil if all are there.
    package var problem: String?

    package init(_ way: Way, samples: [Throughput], problem: String? = nil) {
        self.way = way
        self.samples = samples.sorted()
        self.problem = problem
    }

    /// The one in the middle, or between the two there; nil without samples.
    package var median: Throughput? {
        guard !samples.isEmpty else { return nil }
        let (low, high) = (samples[(samples.count - 1) / 2], samples[samples.count / 2])
        return Throughput(kilobitsPerSecond: (low.kilobitsPerSecond + high.kilobitsPerSecond) / 2)
    }

    /// The slowest and the fastest one; nil without samples.
    package var spread: ClosedRange<Throughput>? {
        guard let first = samples.first, let last = samples.last else { return nil }
        return first...last
    }
}

package import FleetModel

/// What a rollout file says about measuring.
package struct MeasuringPolicy: Sendable, Hashable, Codable {
    package enum Sample: Sendable, Hashable, Codable {
        /// Host names or ids.
        case named([String])
        /// So many, spread over all nodes that can be reached.
        case count(Int)
    }

    package var sample: Sample
    package var runs: Int
    package var seconds: Int

    package init(sample: Sample, runs: Int, seconds: Int) {
        self.sample = sample
        self.runs = runs
        self.seconds = seconds
    }

    /// - Parameters:
    ///   - fleet: the inventory.
    ///   - domains: codes of the domains that the rollout changes.
    ///   - path: of this in the rollout file.
    /// - Returns: with the nodes that are measured.
    /// - Throws: `PlanError` for a name that the inventory doesn't know in these domains.
    package func resolved(in fleet: Fleet, domains: Set<String>, path: String) throws -> Measuring {
        let nodes = fleet.nodes.filter { domains.contains($0.domain) && $0.address != nil }
        switch sample {
        case .named(let names):
            let ids = try names.map { name in
                guard let node = nodes.first(where: { $0.id == name || $0.hostname == name }) else {
                    let message = "«\(name)» is no node with an address in the domains of this rollout"
                    throw PlanError(path: "\(path)/nodes", message: message)
                }
                return node.id
            }
            return Measuring(nodes: ids, runs: runs, seconds: seconds)
        case .count(let count):
            let candidates = nodes.filter { !$0.isKnownOffline }.sorted { $0.id < $1.id }
            let most = min(count, candidates.count)
            let chosen = (0..<most).map { candidates[$0 * candidates.count / most].id }
            return Measuring(nodes: chosen, runs: runs, seconds: seconds)
        }
    }
}

/// How a mesh was before a rollout: what was offline then doesn't count against it.
package struct HealthBaseline: Sendable, Hashable, Codable {
    /// Seconds since 1970.
    package var takenAt: Int
    /// Ids of nodes that a gateway heard, by domain.
    package var nodes: [String: Set<String>]
    /// Clients by domain.
    package var clients: [String: Int]

    package init(takenAt: Int, nodes: [String: Set<String>], clients: [String: Int]) {
        self.takenAt = takenAt
        self.nodes = nodes
        self.clients = clients
    }
}

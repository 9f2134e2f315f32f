/// How a mesh was before a rollout: what was offline then doesn't count against it.
package struct HealthBaseline: Sendable, Hashable, Codable {
    /// Seconds since 1970.
    package var takenAt: Int
    /// Ids of nodes that a gateway heard, by domain.
    package var nodes: [String: Set<String>]
    /// Clients by domain.
    package var clients: [String: Int]
    /// The same by node's id, of those that are heard.
    package var clientsOfNodes: [String: Int]
    /// What was the matter already.
    package var findings: Set<FindingIdentity>

    package init(
        takenAt: Int,
        nodes: [String: Set<String>],
        clients: [String: Int],
        clientsOfNodes: [String: Int] = [:],
        findings: Set<FindingIdentity> = []
    ) {
        self.takenAt = takenAt
        self.nodes = nodes
        self.clients = clients
        self.clientsOfNodes = clientsOfNodes
        self.findings = findings
    }
}

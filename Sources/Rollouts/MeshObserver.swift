package import Mesh
package import Planning

/// Looks at the mesh as a whole, for baselines and gates.
package protocol MeshObserver: Sendable {
    /// Never throws: what couldn't be asked is silent in the snapshot.
    ///
    /// - Parameters:
    ///   - nodes: ids of nodes to ask, too; gateways tell of all others.
    ///   - isPinged: whether batman-adv's pings go to these nodes and back.
    ///   - asksExchange: whether broker and MQTT server are asked.
    /// - Returns: what there was to see.
    func observe(nodes: Set<String>, isPinged: Bool, asksExchange: Bool) async -> MeshSnapshot
    /// Never throws: what couldn't be measured is a series that says why.
    ///
    /// - Parameter measuring: which nodes, and how.
    /// - Returns: from a gateway to each of them and back.
    func measure(_ measuring: Measuring) async -> [ThroughputSeries]
}

/// What one datagram of respondd tells.
package struct NodeAnswer: Sendable, Hashable {
    package var info: NodeInfo?
    package var statistics: NodeStatistics?
    package var neighbours: NodeNeighbours?

    package init(info: NodeInfo? = nil, statistics: NodeStatistics? = nil, neighbours: NodeNeighbours? = nil) {
        self.info = info
        self.statistics = statistics
        self.neighbours = neighbours
    }

    /// `02caffee0001`; nil if it tells nothing.
    package var nodeID: String? { info?.nodeID ?? statistics?.nodeID ?? neighbours?.nodeID }
}

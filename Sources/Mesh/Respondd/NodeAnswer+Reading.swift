extension NodeAnswer {
    private struct Wire: Decodable {
        var nodeinfo: NodeInfo.Wire?
        var statistics: NodeStatistics.Wire?
        var neighbours: NodeNeighbours.Wire?
    }

    /// Reads a datagram: raw deflate around JSON with what was asked for.
    ///
    /// - Throws: `ReadingError`, also if its parts have different nodes' ids.
    package init(datagram: ToolOutput) throws(ReadingError) {
        let inflated = try Inflation.inflated(datagram, tool: "respondd")
        try self.init(json: inflated[...])
    }

    /// Reads what a datagram holds.
    package init(json: ToolOutput) throws(ReadingError) {
        let answer = try ToolAnswer(json, of: "respondd")
        let wire = try answer.json(Wire.self)
        do throws(ValueError) {
            self.init(
                info: try wire.nodeinfo.map { wire throws(ValueError) in try NodeInfo(wire) },
                statistics: try wire.statistics.map { wire throws(ValueError) in try NodeStatistics(wire) },
                neighbours: try wire.neighbours.map { wire throws(ValueError) in try NodeNeighbours(wire) }
            )
        } catch {
            throw answer.error(.unreadable, at: "/\(error.name)", error.message)
        }
        guard let nodeID else { throw answer.error(.unreadable, "tells nothing of a node") }
        for id in [info?.nodeID, statistics?.nodeID, neighbours?.nodeID] where id != nil && id != nodeID {
            throw answer.error(.unreadable, "its parts are of different nodes")
        }
    }
}

/// What respondd takes for a node's id.
enum NodeID {
    /// Gluon's is a MAC address without colons; gateways and other firmware choose freely.
    static func checked(_ text: String, _ name: String) throws(ValueError) -> String {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw ValueError(name: name, message: "«\(ReadingError.excerpt(text))» is no node's id")
        }
        return text
    }
}

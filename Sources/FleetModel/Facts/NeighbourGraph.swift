/// Links between nodes, from the addresses of their interfaces and of those that they hear.
package struct NeighbourGraph: Sendable {
    /// Ids by MAC address in lower case.
    private var nodes: [String: String] = [:]
    private var heard: [(node: String, address: String)] = []

    package init() {}

    /// - Parameters:
    ///   - interfaces: MAC addresses of the node's own, lower case.
    ///   - neighbours: MAC addresses that it hears.
    ///   - id: of the node.
    package mutating func add(interfaces: [String], neighbours: [String], of id: String) {
        for address in interfaces { nodes[address] = id }
        heard += neighbours.map { (id, $0) }
    }

    /// Between known nodes; sorted, each once.
    package var links: [Link] {
        let links = heard.compactMap { node, address in
            nodes[address].flatMap { $0 == node ? nil : Link.mesh(node, $0) }
        }
        return Set(links).sorted()
    }
}

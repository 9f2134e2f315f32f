import FleetModel

/// The links of a map, until its nodes are known.
struct MapGraph {
    private struct Edge {
        var source: String
        var target: String
        var isTunnel: Bool
    }

    private var edges: [Edge] = []

    /// Of meshviewer.json: `{"type": "vpn", "source": ID, "target": ID}`.
    mutating func meshviewerLinks(_ reader: inout JSONReader) throws(ConfigErrors) {
        try reader.list { reader throws(ConfigErrors) in
            var source: String?
            var target: String?
            var isTunnel = false
            try reader.object { reader, name throws(ConfigErrors) in
                switch name {
                case "source": source = try reader.string()
                case "target": target = try reader.string()
                case "type": isTunnel = try reader.string() == "vpn"
                case "vpn": isTunnel = try reader.boolean() ?? false
                default: try reader.skip()
                }
            }
            if let source, let target { edges.append(Edge(source: source, target: target, isTunnel: isTunnel)) }
        }
    }

    /// Of graph.json: nodes, and links between positions in their list.
    mutating func batadv(_ reader: inout JSONReader) throws(ConfigErrors) {
        var ids: [String?] = []
        var links: [(source: Int?, target: Int?, isTunnel: Bool)] = []
        try reader.object { reader, name throws(ConfigErrors) in
            switch name {
            case "nodes":
                try reader.list { reader throws(ConfigErrors) in
                    var id: String?
                    try reader.object { reader, name throws(ConfigErrors) in
                        if name == "node_id" { id = try reader.string() } else { try reader.skip() }
                    }
                    ids.append(id)
                }
            case "links":
                try reader.list { reader throws(ConfigErrors) in
                    var link: (source: Int?, target: Int?, isTunnel: Bool) = (nil, nil, false)
                    try reader.object { reader, name throws(ConfigErrors) in
                        switch name {
                        case "source": link.source = try reader.integer()
                        case "target": link.target = try reader.integer()
                        case "vpn": link.isTunnel = try reader.boolean() ?? false
                        default: try reader.skip()
                        }
                    }
                    links.append(link)
                }
            default: try reader.skip()
            }
        }
        for link in links {
            guard let source = link.source, let target = link.target, ids.indices.contains(source),
                ids.indices.contains(target), let one = ids[source], let other = ids[target]
            else {
                reader.noteOddValue()
                continue
            }
            edges.append(Edge(source: one, target: other, isTunnel: link.isTunnel))
        }
    }

    /// Tells links between nodes from tunnels to the gateways among them.
    func add(to facts: inout SourceFacts) {
        guard !edges.isEmpty else { return }
        let positions = Dictionary(facts.nodes.enumerated().map { ($1.id, $0) }) { first, _ in first }
        var links: Set<Link> = []
        var unknownTunnels = 0
        for edge in edges where edge.source != edge.target {
            let source = positions[edge.source]
            let target = positions[edge.target]
            switch (source.map { facts.nodes[$0].isGateway }, target.map { facts.nodes[$0].isGateway }) {
            case (true?, true?): break
            case (true?, _):
                if let target, let source { facts.addTunnel(from: target, to: source) }
            case (_, true?):
                if let source, let target { facts.addTunnel(from: source, to: target) }
            default:
                if edge.isTunnel { unknownTunnels += 1 } else { links.insert(.mesh(edge.source, edge.target)) }
            }
        }
        facts.links = links.sorted()
        if unknownTunnels > 0 {
            facts.notes.append(
                "\(unknownTunnels) tunnels are left out, as neither of their ends is told to be a gateway."
            )
        }
    }
}

extension SourceFacts {
    /// - Parameters:
    ///   - node: position of a node.
    ///   - gateway: position of a gateway among the nodes.
    fileprivate mutating func addTunnel(from node: Int, to gateway: Int) {
        let name = nodes[gateway].hostname ?? nodes[gateway].id
        guard nodes[node].tunnels?.contains(name) != true else { return }
        nodes[node].tunnels = (nodes[node].tunnels ?? []) + [name]
    }
}

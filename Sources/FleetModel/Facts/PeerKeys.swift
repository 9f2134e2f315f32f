/// Keys of fastd peers, and to which nodes they belong.
struct PeerKeys {
    private var byID: [String: String] = [:]
    /// By host name in lower case; nil where two peers of one name have different keys.
    private var byName: [String: String?] = [:]

    /// - Parameter layers: the strongest word first.
    init(_ layers: [FactLayer]) {
        for layer in layers {
            var names: [String: String?] = [:]
            for peer in layer.facts.peers {
                if let id = peer.node, byID[id] == nil { byID[id] = peer.key }
                let name = peer.name.lowercased()
                if let other = names[name] {
                    names.updateValue(other == peer.key ? other : nil, forKey: name)
                } else {
                    names.updateValue(peer.key, forKey: name)
                }
            }
            byName.merge(names) { first, _ in first }
        }
    }

    func key(of node: NodeFacts) -> String? {
        guard !byName.isEmpty else { return nil }
        return byID[node.id] ?? node.hostname.flatMap { byName[$0.lowercased()] ?? nil } ?? byName[node.id] ?? nil
    }

    /// How many names belong to none of these.
    func count(ofUnknownTo nodes: [Node]) -> Int {
        guard !byName.isEmpty else { return 0 }
        let keys = Set(nodes.compactMap(\.fastdKey))
        return byName.values.count { key in key.map { !keys.contains($0) } ?? true }
    }
}

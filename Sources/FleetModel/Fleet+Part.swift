extension Fleet {
    /// The part of an inventory that a selection names, which is an inventory of its own: what the chosen devices refer
    /// to comes along, and what would refer to something else is left out.
    ///
    /// The domains are those that are chosen, and those of the chosen nodes; all domains of a gateway where none of them
    /// is its own. A node's jump host comes along.
    package func part(_ selection: Selection) -> Fleet {
        guard
            selection.nodes.count < nodes.count || selection.gateways.count < gateways.count
                || selection.domains.count < domains.count
        else { return self }
        var codes = Set(selection.domains.map(\.code)).union(selection.nodes.map(\.domain))
        for gateway in selection.gateways where codes.isDisjoint(with: gateway.domains) {
            codes.formUnion(gateway.domains)
        }
        let ids = Set(selection.nodes.map(\.id))
        let jumps = selection.nodes.compactMap { node -> String? in
            if case .gateway(let name) = node.jump { name } else { nil }
        }
        let names = Set(selection.gateways.map(\.name)).union(jumps)
        var part = self
        part.domains = domains.filter { codes.contains($0.code) }
        part.nodes = selection.nodes
        part.gateways = gateways.filter { names.contains($0.name) }.map { gateway in
            var gateway = gateway
            gateway.domains.removeAll { !codes.contains($0) }
            return gateway
        }
        part.links = links.filter { link in
            switch link.kind {
            case .mesh: ids.contains(link.node) && ids.contains(link.peer)
            case .vpn: ids.contains(link.node) && names.contains(link.peer)
            }
        }
        return part
    }
}

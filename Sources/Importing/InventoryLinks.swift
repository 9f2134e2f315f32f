import FleetModel

/// Reads the section `links` of an inventory: pairs of devices.
struct InventoryLinks {
    private enum Device {
        case gateway(String)
        case node(String)
    }

    /// By name; nil if a gateway has errors.
    let gateways: [String: Gateway?]
    /// By id; nil if a node has errors.
    let nodes: [String: Node?]

    func read(_ node: ConfigNode) -> [Link] {
        var seen: Set<Link> = []
        for item in node.sequence() ?? [] {
            guard let link = link(item) else { continue }
            if !seen.insert(link).inserted { item.fail("the link \(link) stands here twice") }
        }
        return Array(seen)
    }

    private func link(_ node: ConfigNode) -> Link? {
        guard let items = node.sequence() else { return nil }
        guard items.count == 2 else {
            node.fail("a link has two ends, found \(items.count)")
            return nil
        }
        let ends = items.compactMap(device)
        guard ends.count == 2 else { return nil }
        switch (ends[0], ends[1]) {
        case (.gateway, .gateway):
            node.fail("one end of a link is a node, at least")
            return nil
        case (.node(let id), .gateway(let name)), (.gateway(let name), .node(let id)):
            return tunnel(of: id, to: name, node)
        case (.node(let one), .node(let other)):
            return mesh(one, other, node)
        }
    }

    private func device(_ node: ConfigNode) -> Device? {
        guard let text = node.string() else { return nil }
        if gateways.keys.contains(text) { return .gateway(text) }
        guard let id = InventoryNodes.id(text), nodes.keys.contains(id) else {
            node.fail("«\(text)» is neither a gateway's name nor a node's id in this inventory")
            return nil
        }
        return .node(id)
    }

    /// What has errors of its own is no error here, too.
    private func tunnel(of id: String, to name: String, _ node: ConfigNode) -> Link? {
        if let domain = (nodes[id] ?? nil)?.domain, let gateway = gateways[name] ?? nil,
            !gateway.domains.contains(domain)
        {
            node.fail("\(name) doesn't serve \(domain), the domain of \(id)")
        }
        return .vpn(node: id, gateway: name)
    }

    private func mesh(_ one: String, _ other: String, _ node: ConfigNode) -> Link? {
        guard one != other else {
            node.fail("a link connects two devices, found \(one) twice")
            return nil
        }
        if let domain = (nodes[one] ?? nil)?.domain, let otherDomain = (nodes[other] ?? nil)?.domain,
            domain != otherDomain
        {
            node.fail("the nodes of a link are in one domain, found \(domain) and \(otherDomain)")
        }
        return .mesh(one, other)
    }
}

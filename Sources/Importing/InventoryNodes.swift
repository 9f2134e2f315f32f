import FleetModel

/// Reads the section `nodes` of an inventory.
struct InventoryNodes {
    static let fields =
        ["hostname", "domain", "address", "jump", "state", "model", "firmware"] + NodeDetails.fields

    /// By code; nil if a domain has errors.
    let domains: [String: Domain?]
    /// By name; nil if a gateway has errors.
    let gateways: [String: Gateway?]

    /// - Returns: all ids; a node that has errors of its own is nil.
    func read(_ node: ConfigNode) -> [String: Node?] {
        guard let entries = node.entries() else { return [:] }
        var nodes: [String: Node?] = [:]
        for (key, node) in entries {
            guard let id = Self.id(key) else {
                node.fail("a node's id is the 12 hexadecimal digits of its primary MAC address")
                continue
            }
            if nodes.keys.contains(id) { node.fail("the node «\(id)» stands here twice") }
            if gateways.keys.contains(id) { node.fail("a gateway has the name «\(id)», too") }
            nodes.updateValue(self.node(id, node), forKey: id)
        }
        return nodes
    }

    /// The id in a MAC address, whatever its case, with or without colons or dashes.
    static func id(_ text: String) -> String? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "-" }
        guard parts.count == 1 || parts.count == 6 && parts.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
        let digits = parts.joined()
        guard digits.utf8.count == 12, digits.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
            return nil
        }
        return digits.lowercased()
    }

    private func node(_ id: String, _ node: ConfigNode) -> Node? {
        guard let fields = node.mapping(allowed: Self.fields) else { return nil }
        let hostname = fields.required("hostname")?.word()
        let domain = fields.required("domain")?.oneOf(domains.keys, called: "domain")
        let address = fields.optional("address")?.host()
        let jump = fields.optional("jump").map(jump) ?? .direct
        let state = fields.optional("state").map { $0.choice(of: Node.State.self) } ?? .unknown
        let model = fields.optional("model")?.line()
        let firmware = fields.optional("firmware")?.line()
        let details = NodeDetails(fields)
        guard let hostname, let domain, let jump, let state else { return nil }
        let plain = Node(
            id: id,
            hostname: hostname,
            domain: domain,
            address: address,
            jump: jump,
            state: state,
            model: model,
            firmware: firmware
        )
        return details.added(to: plain)
    }

    private func jump(_ node: ConfigNode) -> Node.Jump? {
        if node.isText(InventoryGateways.anyGateway) { return .anyGateway }
        return node.oneOf([InventoryGateways.anyGateway] + gateways.keys, called: "gateway").map { .gateway($0) }
    }
}

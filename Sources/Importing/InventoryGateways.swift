import FleetModel

/// Reads the section `gateways` of an inventory.
struct InventoryGateways {
    /// The value of a node's `jump` that stands for any gateway.
    static let anyGateway = "auto"

    /// By code; nil if a domain has errors.
    let domains: [String: Domain?]

    /// - Returns: all names; a gateway that has errors of its own is nil.
    func read(_ node: ConfigNode) -> [String: Gateway?] {
        guard let entries = node.entries() else { return [:] }
        var gateways: [String: Gateway?] = [:]
        for (name, node) in entries {
            gateways.updateValue(gateway(name, node), forKey: name)
        }
        return gateways
    }

    private func gateway(_ name: String, _ node: ConfigNode) -> Gateway? {
        let hasName = name.isIdentifier && name != Self.anyGateway
        if !hasName { node.fail("a gateway's name is \(String.identifierExpectation), and not «\(Self.anyGateway)»") }
        guard let fields = node.mapping(allowed: ["address", "port", "external_name", "domains"]) else { return nil }
        let address = fields.required("address")?.host()
        let port = fields.optional("port")?.integer(in: InventoryReader.ports)
        let externalName = fields.optional("external_name").map { $0.host() } ?? address
        let codes = fields.required("domains").flatMap(codes)
        guard hasName, let address, let externalName, let codes else { return nil }
        return Gateway(name: name, address: address, port: port, externalName: externalName, domains: codes)
    }

    private func codes(_ node: ConfigNode) -> [String]? {
        var seen: Set<String> = []
        return node.sequence()?.compactMap { item in
            guard let code = item.oneOf(domains.keys, called: "domain") else { return nil }
            guard seen.insert(code).inserted else { return item.unexpected("each domain once") }
            return code
        }
    }
}

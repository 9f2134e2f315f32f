import FleetModel

/// What the settings of the key exchange tell: domains, and the gateways that serve them all.
///
/// See the example beside wgkex' source: `domains`, `domain_prefixes`, `workers`, `externalName`.
enum WgkexFile {
    /// - Throws: `ConfigErrors` with the path of what can't be right.
    static func read(_ stream: ByteStream) throws(ConfigErrors) -> SourceFacts {
        let bytes = try stream.rest(limit: SourceFile.largestText)
        return try ConfigDocument.read(bytes, file: stream.name) { facts($0) }
    }

    private static func facts(_ root: ConfigNode) -> SourceFacts? {
        guard let entries = root.entries() else { return nil }
        let fields = Dictionary(entries) { first, _ in first }
        guard let domains = fields["domains"], domains.kind != .nothing else {
            root.fail("«domains» is missing")
            return nil
        }
        guard let codes = domains.sequence()?.compactMap({ $0.identifier() }) else { return nil }
        var facts = SourceFacts()
        facts.domains = Set(codes).sorted().map { code in
            var domain = DomainFacts(code: code)
            domain.usesWireGuard = true
            return domain
        }
        if Set(codes).count < codes.count { facts.notes.append("Some domains stand there more than once.") }
        if let prefixes = fields["domain_prefixes"], prefixes.kind != .nothing, let words = prefixes.strings() {
            facts.notes.append("Its domain_prefixes are \(words.joined(separator: ", ")).")
        }
        facts.gateways = gateways(fields, domains: Set(codes).sorted())
        return facts
    }

    private static func gateways(_ fields: [String: ConfigNode], domains: [String]) -> [GatewayFacts] {
        guard let workers = fields["workers"], workers.kind != .nothing, let entries = workers.entries() else {
            return []
        }
        let externalName = fields["externalName"].flatMap { $0.kind == .nothing ? nil : $0.host() }
        var gateways: [String: GatewayFacts] = [:]
        for (host, node) in entries {
            guard host.isHostName else {
                node.fail("a worker is called by its gateway's host name")
                continue
            }
            let name = host.firstLabel
            if gateways[name] != nil { node.fail("the gateway «\(name)» stands here twice") }
            var gateway = GatewayFacts(name: name)
            gateway.address = host
            gateway.domains = domains
            // The file is that of one of them.
            if let externalName, externalName.firstLabel == name { gateway.externalName = externalName }
            gateways[name] = gateway
        }
        return gateways.values.sorted { $0.name < $1.name }
    }
}

extension String {
    /// `gw04` of `gw04.in.example.net`; an address is its own.
    var firstLabel: String {
        let isAddress = contains(":") || allSatisfy { $0.isNumber || $0 == "." }
        return isAddress ? self : String(prefix { $0 != "." })
    }
}

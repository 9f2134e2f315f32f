import FleetModel

/// Reads the section `domains` of an inventory.
struct InventoryDomains {
    /// What networkd, netlink and batman-adv leave of Linux' 15 characters after `bat-`, rounded to the shortest prefix.
    private static let longestShortName = 12
    private static let fields = ["dialect", "seed", "fastd", "wireguard", "prefix6", "batman"]
    /// WireGuard needs IPv6's minimum; more than Ethernet's makes no sense on the Internet.
    private static let mtus = 1280...1500
    /// The scope of what domains share on a device; see `Transactions`.
    private static let reservedCode = "host"

    let community: Community

    /// - Returns: all codes; a domain that has errors of its own is nil, so that references to it are no errors, too.
    func read(_ node: ConfigNode) -> [String: Domain?] {
        guard let entries = node.entries() else { return [:] }
        if entries.isEmpty { node.fail("expected one domain at least") }
        var places: [String: (domain: Domain, node: ConfigNode)] = [:]
        var domains: [String: Domain?] = [:]
        for (code, node) in entries {
            let domain = domain(code, node)
            domains.updateValue(domain, forKey: code)
            if let domain { places[code] = (domain, node) }
        }
        reportClashes(entries.compactMap { places[$0.key] })
        return domains
    }

    private func domain(_ code: String, _ node: ConfigNode) -> Domain? {
        let shortName = shortName(code, node)
        guard let fields = node.mapping(allowed: Self.fields) else { return nil }
        let dialect = fields.optional("dialect").map { $0.choice(of: Dialect.self) } ?? community.dialect
        let seed = fields.required("seed").flatMap(seed)
        let fastd = fields.optional("fastd").map(fastd)
        let wireGuard = fields.required("wireguard").flatMap { self.wireGuard($0, dialect: dialect) }
        let prefixes = fields.optional("prefix6").map { $0.sequence()?.compactMap { $0.prefix6() } } ?? []
        let batman = fields.optional("batman").flatMap { $0.mapping(allowed: ["interface", "bridge"]) }
        let batmanInterface = batman?.optional("interface")?.interface()
        let bridge = batman?.optional("bridge")?.interface()
        guard let shortName, let dialect, let seed, let wireGuard, let prefixes else { return nil }
        return Domain(
            code: code,
            shortName: shortName,
            dialect: dialect,
            seed: seed,
            fastd: fastd ?? nil,
            wireGuard: wireGuard,
            prefix6: prefixes,
            batmanInterface: batmanInterface,
            bridge: bridge
        )
    }

    private func shortName(_ code: String, _ node: ConfigNode) -> String? {
        let shortName = community.shortName(ofDomain: code)
        if !code.isIdentifier {
            node.fail("a domain's code is \(String.identifierExpectation)")
        } else if code == Self.reservedCode {
            node.fail("«\(code)» is reserved for what domains share on a gateway")
        } else if !shortName.isWordCharacters {
            node.fail(
                "the short name «\(shortName)» must be letters, digits and «_», as the key exchange takes no others"
            )
        } else if shortName.count > Self.longestShortName {
            node.fail(
                "the short name «\(shortName)» has more than \(Self.longestShortName) characters, too long for interface names"
            )
        } else {
            return shortName
        }
        return nil
    }

    private func seed(_ node: ConfigNode) -> String? {
        guard let seed = node.string() else { return nil }
        guard seed.utf8.count == 64, seed.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
            return node.unexpected("64 hexadecimal digits")
        }
        return seed.lowercased()
    }

    private func fastd(_ node: ConfigNode) -> Domain.Fastd? {
        guard let fields = node.mapping(allowed: ["instance", "interface", "port"]) else { return nil }
        let instance = fields.required("instance")?.identifier()
        let interface = fields.required("interface")?.interface()
        let port = fields.required("port")?.integer(in: InventoryReader.ports)
        guard let instance, let interface, let port else { return nil }
        return Domain.Fastd(instance: instance, interface: interface, port: port)
    }

    private func wireGuard(_ node: ConfigNode, dialect: Dialect?) -> Domain.WireGuard? {
        guard let fields = node.mapping(allowed: ["port", "mtu"]) else { return nil }
        let place = fields.required("port")
        let port = place?.integer(in: InventoryReader.ports)
        let mtu = fields.required("mtu")?.integer(in: Self.mtus)
        guard let port, let mtu else { return nil }
        if port == dialect?.vxlanPort {
            place?.fail("UDP port \(port) is that of VXLAN on the same gateway")
        }
        return Domain.WireGuard(port: port, mtu: mtu)
    }

    /// Reports what two domains may not share, at the later one.
    private func reportClashes(_ places: [(domain: Domain, node: ConfigNode)]) {
        var names: [String: String] = [:]
        var ports: [Int: String] = [:]
        var networks: [Int: String] = [:]
        for (domain, node) in places {
            let code = domain.code
            if let other = names.updateValue(code, forKey: domain.shortName) {
                node.fail("has the short name «\(domain.shortName)», like \(other)")
            }
            for port in [domain.fastd?.port, domain.wireGuard.port].compactMap({ $0 }) {
                guard let other = ports.updateValue(code, forKey: port) else { continue }
                node.fail("uses UDP port \(port)" + (other == code ? " twice" : ", like \(other)"))
            }
            if let vni = try? domain.vni(), let other = networks.updateValue(code, forKey: vni) {
                node.fail("has the VXLAN network identifier \(vni), like \(other)")
            }
        }
    }
}

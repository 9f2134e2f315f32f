import FleetModel

/// What one domain's configuration tells of it and of its gateways.
struct GluonDomain {
    /// A gateway as nodes of this domain know it.
    private struct Peer {
        var name: String
        var host: String?
        var port: Int?
        var fastdKey: String?
        var wireGuardKey: String?
    }

    private static let mtus = 1280...1500
    private static let ports = 1...65_535

    private(set) var facts: DomainFacts
    private var peers: [Peer] = []

    /// - Parameters:
    ///   - table: of the domain.
    ///   - site: whose values hold where the domain has none.
    ///   - file: as the user named it.
    /// - Throws: `ConfigErrors` with the place of what can't be right.
    init(_ table: LuaTable, over site: LuaTable?, file: String) throws(ConfigErrors) {
        let table = table.over(site)
        let names = table["domain_names"]?.table?.fields ?? [:]
        let base = String((file.split(separator: "/").last ?? "").prefix { $0 != "." })
        let codes = names.keys.sorted()
        let code = codes.contains(base) ? base : codes.first ?? table["site_code"]?.text ?? base
        guard code.isIdentifier else {
            let message = "«\(code)» is no domain's code: \(String.identifierExpectation)"
            throw ConfigErrors(file, table["domain_names"]?.place.description ?? "", message)
        }
        facts = DomainFacts(code: code)
        let others = (codes + names.values.compactMap(\.text).sorted()).filter { $0 != code }
        facts.names = others.isEmpty ? nil : others
        facts.seed = try Self.seed(table, file: file)
        let prefixes = [table["prefix6"]?.text].compactMap(\.self) + (table["extra_prefixes6"]?.table?.texts ?? [])
        for prefix in prefixes where !prefix.isIPv6Prefix {
            throw ConfigErrors(file, "", "«\(prefix)» is no IPv6 prefix such as fd62:f45c:4d09:101::/64")
        }
        facts.prefix6 = prefixes.isEmpty ? nil : prefixes
        guard let vpn = table["mesh_vpn"]?.table else { return }
        readFastd(vpn)
        readWireGuard(vpn)
    }

    private static func seed(_ table: LuaTable, file: String) throws(ConfigErrors) -> String? {
        guard let value = table["domain_seed"] ?? table["site_seed"] else { return nil }
        guard let seed = value.text.flatMap({ FastdKey.normalised($0) }) else {
            throw ConfigErrors(file, value.place.description, "expected a seed of 64 hexadecimal digits")
        }
        return seed
    }

    private mutating func readFastd(_ vpn: LuaTable) {
        guard let fastd = vpn["fastd"]?.table else { return }
        let groups = fastd["groups"]?.table?.fields ?? [:]
        let found = groups.sorted { $0.key < $1.key }.flatMap { Self.fastdPeers($0.value.table ?? LuaTable()) }
        peers += found
        facts.usesFastd = !found.isEmpty && fastd["enabled"]?.isOn != false
        facts.fastdPort = Self.common(found.map(\.port))
    }

    /// Those of a group, which may hold groups again.
    private static func fastdPeers(_ group: LuaTable) -> [Peer] {
        var peers = (group["peers"]?.table?.fields ?? [:]).sorted { $0.key < $1.key }.compactMap {
            name,
            value -> Peer? in
            guard let peer = value.table else { return nil }
            let remotes = (peer["remotes"]?.table?.texts ?? []) + [peer["remote"]?.text].compactMap(\.self)
            let remote = remotes.lazy.compactMap(remote).first
            return Peer(
                name: name,
                host: remote?.host,
                port: remote?.port,
                fastdKey: peer["key"]?.text.flatMap { FastdKey.normalised($0) }
            )
        }
        for (_, value) in (group["groups"]?.table?.fields ?? [:]).sorted(by: { $0.key < $1.key }) {
            peers += fastdPeers(value.table ?? LuaTable())
        }
        return peers
    }

    /// fastd's own notation: `"gw01.example.net" port 10000`, perhaps with `ipv4` before it; or `192.0.2.1:10000`.
    private static func remote(_ text: String) -> (host: String, port: Int)? {
        let words = text.split { $0 == " " || $0 == "\t" }.map { $0.filter { $0 != "\"" } }
        if let port = words.firstIndex(of: "port"), port > 0, port + 1 < words.count {
            guard let number = Int(words[port + 1]), ports.contains(number) else { return nil }
            return (words[port - 1], number)
        }
        return words.last.flatMap(endpoint)
    }

    private mutating func readWireGuard(_ vpn: LuaTable) {
        guard let wireGuard = vpn["wireguard"]?.table else { return }
        let listed = wireGuard["peers"]?.table
        // Freifunk München lists its peers, upstream gives them names.
        let ofMunich = (listed?.items ?? []).compactMap { Self.wireGuardPeer($0.table, key: "publickey", name: nil) }
        let ofGluon = (listed?.fields ?? [:]).sorted { $0.key < $1.key }.compactMap { name, value in
            Self.wireGuardPeer(value.table, key: "public_key", name: name)
        }
        if !ofMunich.isEmpty { facts.dialect = .ffmuc } else if !ofGluon.isEmpty { facts.dialect = .gluon }
        let found = ofMunich + ofGluon
        peers += found
        facts.usesWireGuard = (!found.isEmpty || wireGuard["broker"] != nil) && wireGuard["enabled"]?.isOn != false
        facts.wireGuardPort = Self.common(found.map(\.port))
        facts.wireGuardMTU = (wireGuard["mtu"] ?? vpn["mtu"])?.integer.flatMap { Self.mtus.contains($0) ? $0 : nil }
    }

    private static func wireGuardPeer(_ table: LuaTable?, key: String, name: String?) -> Peer? {
        guard let table, let endpoint = table["endpoint"]?.text.flatMap(endpoint) else { return nil }
        let ownName = endpoint.host.split(separator: ".").first.map(String.init) ?? endpoint.host
        return Peer(
            name: name ?? (endpoint.host.contains(":") ? endpoint.host : ownName),
            host: endpoint.host,
            port: endpoint.port,
            wireGuardKey: table[key]?.text.flatMap { try? WireGuardKey($0).base64 }
        )
    }

    /// `gw04.example.net:40003` or `[2001:db8::1]:40003`.
    private static func endpoint(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            ports.contains(port)
        else { return nil }
        let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
        return host.isEmpty ? nil : (host, port)
    }

    /// What all have that tell one.
    private static func common(_ ports: [Int?]) -> Int? {
        let told = Set(ports.compactMap(\.self))
        return told.count == 1 ? told.first : nil
    }

    /// Adds what this domain tells of its gateways.
    func add(to gateways: inout [String: GatewayFacts]) {
        for peer in peers where peer.name.isIdentifier {
            var gateway = gateways[peer.name] ?? GatewayFacts(name: peer.name)
            gateway.externalName = gateway.externalName ?? peer.host.flatMap { $0.isHostName ? $0 : nil }
            if gateway.domains?.contains(facts.code) != true {
                gateway.domains = (gateway.domains ?? []) + [facts.code]
            }
            if let key = peer.fastdKey {
                gateway.fastdKeys = (gateway.fastdKeys ?? [:]).merging([facts.code: key]) { $1 }
            }
            if let key = peer.wireGuardKey {
                gateway.wireGuardKeys = (gateway.wireGuardKeys ?? [:]).merging([facts.code: key]) { $1 }
            }
            gateways[peer.name] = gateway
        }
    }
}

import FleetModel

/// Reads the sections of an inventory in turn; each may refer to those before it.
struct InventoryReader {
    private static let sections = ["umstieg", "community", "broker", "ssh", "domains", "gateways", "nodes", "links"]
    static let ports = 1...65_535

    let root: ConfigNode

    func fleet() -> Fleet? {
        guard let sections = root.mapping(allowed: Self.sections), isKnownVersion(sections) else { return nil }
        let community = sections.required("community").flatMap(community)
        let broker = sections.optional("broker").flatMap(broker)
        let ssh = sections.optional("ssh").map(ssh) ?? Fleet.SSH()
        // Without a community, domains are still checked; what they are called is unknown then.
        let section = InventoryDomains(community: community ?? Community(name: "", dialect: .ffmuc, domainPrefixes: []))
        let domains = sections.required("domains").map(section.read) ?? [:]
        let gateways = sections.optional("gateways").map { InventoryGateways(domains: domains).read($0) } ?? [:]
        let devices = InventoryNodes(domains: domains, gateways: gateways)
        let nodes = sections.optional("nodes").map(devices.read) ?? [:]
        let links = sections.optional("links").map { InventoryLinks(gateways: gateways, nodes: nodes).read($0) } ?? []
        guard let community else { return nil }
        return Fleet(
            community: community,
            broker: broker,
            ssh: ssh ?? Fleet.SSH(),
            domains: domains.values.compactMap { $0 }.sorted { $0.code < $1.code },
            gateways: gateways.values.compactMap { $0 }.sorted { $0.name < $1.name },
            nodes: nodes.values.compactMap { $0 }.sorted { $0.id < $1.id },
            links: links.sorted()
        )
    }

    /// An unknown version says nothing about its other fields, so reading stops there.
    private func isKnownVersion(_ sections: ConfigMapping) -> Bool {
        guard let node = sections.required("umstieg"), let version = node.integer(in: 1...Int.max) else { return false }
        guard version == InventoryFile.version else {
            node.fail("this program reads version \(InventoryFile.version) of the format, found \(version)")
            return false
        }
        return true
    }

    private func community(_ node: ConfigNode) -> Community? {
        guard let fields = node.mapping(allowed: ["name", "dialect", "domain_prefixes"]) else { return nil }
        let name = fields.required("name")?.line()
        let dialect = fields.required("dialect")?.choice(of: Dialect.self)
        let prefixes = fields.optional("domain_prefixes").map { $0.sequence()?.compactMap { $0.identifier() } } ?? []
        guard let name, let dialect, let prefixes else { return nil }
        return Community(name: name, dialect: dialect, domainPrefixes: prefixes)
    }

    private func broker(_ node: ConfigNode) -> Fleet.Broker? {
        guard let fields = node.mapping(allowed: ["url", "mqtt"]) else { return nil }
        let url = fields.required("url").flatMap(url)
        let mqtt = fields.optional("mqtt").flatMap(mqtt)
        return url.map { Fleet.Broker(url: $0, mqtt: mqtt) }
    }

    private func url(_ node: ConfigNode) -> String? {
        guard let url = node.word() else { return nil }
        guard ["http://", "https://"].contains(where: { url.hasPrefix($0) && url.count > $0.count }) else {
            return node.unexpected("an address that starts with http:// or https://")
        }
        return url
    }

    private func mqtt(_ node: ConfigNode) -> Fleet.Broker.MQTT? {
        guard let fields = node.mapping(allowed: ["host", "port", "tls", "username", "password_env"]) else {
            return nil
        }
        let host = fields.required("host")?.host()
        let tls = fields.optional("tls").map { $0.boolean() } ?? false
        let usualPort = tls == true ? 8883 : 1883
        let port = fields.optional("port").map { $0.integer(in: Self.ports) } ?? usualPort
        let username = fields.optional("username")?.word()
        let variable = fields.optional("password_env").flatMap(environmentVariable)
        guard let host, let tls, let port else { return nil }
        return Fleet.Broker.MQTT(host: host, port: port, tls: tls, username: username, passwordVariable: variable)
    }

    private func environmentVariable(_ node: ConfigNode) -> String? {
        guard let name = node.string() else { return nil }
        guard name.isWordCharacters, name.first?.isNumber == false else {
            return node.unexpected("the name of an environment variable")
        }
        return name
    }

    private func ssh(_ node: ConfigNode) -> Fleet.SSH? {
        guard let fields = node.mapping(allowed: ["user", "port", "identity", "become"]) else { return nil }
        let user = fields.optional("user").map { $0.word() } ?? "root"
        let port = fields.optional("port").map { $0.integer(in: Self.ports) } ?? 22
        let identity = fields.optional("identity")?.line()
        let become = fields.optional("become").flatMap { $0.oneOf(["sudo"], called: "way") }
        guard let user, let port else { return nil }
        return Fleet.SSH(user: user, port: port, identity: identity, become: become)
    }
}

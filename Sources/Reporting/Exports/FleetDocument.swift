import FleetModel

/// An inventory in this program's own format, which `Inventory/community.yaml` documents.
struct FleetDocument {
    private let fleet: Fleet

    init(_ fleet: Fleet) {
        self.fleet = fleet
    }

    var document: Document {
        .fields([
            ("umstieg", .number(1)),
            ("community", community),
            ("broker", fleet.broker.map(Self.broker)),
            ("ssh", ssh),
            ("domains", .fields(fleet.domains.map { ($0.code, domain($0)) })),
            ("gateways", fleet.gateways.isEmpty ? nil : .fields(fleet.gateways.map { ($0.name, Self.gateway($0)) })),
            ("nodes", fleet.nodes.isEmpty ? nil : .fields(fleet.nodes.map { ($0.id, Self.node($0)) })),
            ("links", fleet.links.isEmpty ? nil : .list(fleet.links.map { .texts([$0.node, $0.peer]) })),
        ])
    }

    private var community: Document {
        .fields([
            ("name", .text(fleet.community.name)),
            ("dialect", .text(fleet.community.dialect.rawValue)),
            ("domain_prefixes", .texts(fleet.community.domainPrefixes)),
        ])
    }

    static func broker(_ broker: Fleet.Broker) -> Document {
        .fields([("url", .text(broker.url)), ("mqtt", broker.mqtt.map(mqtt))])
    }

    private static func mqtt(_ mqtt: Fleet.Broker.MQTT) -> Document {
        .fields([
            ("host", .text(mqtt.host)), ("port", .number(mqtt.port)), ("tls", .boolean(mqtt.tls)),
            ("username", .text(mqtt.username)), ("password_env", .text(mqtt.passwordVariable)),
        ])
    }

    private var ssh: Document {
        .fields([
            ("user", .text(fleet.ssh.user)), ("port", .number(fleet.ssh.port)),
            ("identity", .text(fleet.ssh.identity)), ("become", .text(fleet.ssh.become)),
        ])
    }

    func domain(_ domain: Domain) -> Document {
        var fields: [Document.Field] = []
        if domain.dialect != fleet.community.dialect {
            fields.append(Document.Field("dialect", .text(domain.dialect.rawValue)))
        }
        fields.append(Document.Field("seed", .text(domain.seed)))
        if let fastd = domain.fastd { fields.append(Document.Field("fastd", Self.fastd(fastd))) }
        fields.append(Document.Field("wireguard", Self.wireGuard(domain.wireGuard)))
        if !domain.prefix6.isEmpty { fields.append(Document.Field("prefix6", .texts(domain.prefix6))) }
        if domain.batmanInterface != nil || domain.bridge != nil {
            fields.append(Document.Field("batman", Self.batman(of: domain)))
        }
        return .fields(fields)
    }

    private static func fastd(_ fastd: Domain.Fastd) -> Document {
        .fields([
            Document.Field("instance", .text(fastd.instance)), Document.Field("interface", .text(fastd.interface)),
            Document.Field("port", .number(fastd.port)),
        ])
    }

    private static func wireGuard(_ wireGuard: Domain.WireGuard) -> Document {
        .fields([Document.Field("port", .number(wireGuard.port)), Document.Field("mtu", .number(wireGuard.mtu))])
    }

    private static func batman(of domain: Domain) -> Document {
        .fields([("interface", .text(domain.batmanInterface)), ("bridge", .text(domain.bridge))])
    }

    private static func gateway(_ gateway: Gateway) -> Document {
        .fields([
            ("address", .text(gateway.address)),
            ("port", .number(gateway.port)),
            ("external_name", gateway.externalName == gateway.address ? nil : .text(gateway.externalName)),
            ("domains", .texts(gateway.domains)),
        ])
    }

    private static func node(_ node: Node) -> Document {
        let way: [(String, Document?)] = [
            ("hostname", .text(node.hostname)), ("domain", .text(node.domain)), ("address", .text(node.address)),
            ("jump", jump(of: node)),
        ]
        return .fields(way + details(of: node))
    }

    /// nil for a node that is reached directly.
    static func jump(of node: Node) -> Document? {
        switch node.jump {
        case .direct: nil
        case .anyGateway: .text("auto")
        case .gateway(let name): .text(name)
        }
    }

    /// What planning can do without.
    static func details(of node: Node) -> [(String, Document?)] {
        [
            ("state", node.state == .unknown ? nil : .text(node.state.rawValue)),
            ("model", .text(node.model)), ("firmware", .text(node.firmware)),
            ("firmware_base", .text(node.firmwareBase)), ("autoupdater_branch", .text(node.autoupdaterBranch)),
            ("online", node.online.map(Document.boolean)), ("clients", .number(node.clients)),
            ("first_seen", .number(node.firstSeen)), ("last_seen", .number(node.lastSeen)),
            ("uptime", .number(node.uptime)), ("memory", .number(node.memory)), ("gateway", .text(node.gateway)),
            ("fastd_key", .text(node.fastdKey)), ("wireguard_key", .text(node.wireGuardKey)),
            ("contact", .text(node.contact)), ("latitude", node.latitude.map(Document.decimal)),
            ("longitude", node.longitude.map(Document.decimal)),
        ]
    }
}

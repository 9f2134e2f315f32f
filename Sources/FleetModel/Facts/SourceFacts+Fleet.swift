extension SourceFacts {
    /// What an inventory file tells.
    package init(_ fleet: Fleet) {
        self.init()
        settings = FleetSettings(community: fleet.community, broker: fleet.broker, ssh: fleet.ssh)
        domains = fleet.domains.map(DomainFacts.init)
        gateways = fleet.gateways.map(GatewayFacts.init)
        let tunnels = Dictionary(grouping: fleet.links.filter { $0.kind == .vpn }, by: \.node)
        nodes = fleet.nodes.map { node in
            var facts = NodeFacts(node)
            facts.tunnels = tunnels[node.id]?.map(\.peer)
            return facts
        }
        links = fleet.links.filter { $0.kind == .mesh }
    }
}

extension DomainFacts {
    init(_ domain: Domain) {
        self.init(code: domain.code)
        dialect = domain.dialect
        seed = domain.seed
        prefix6 = domain.prefix6
        fastdInstance = domain.fastd?.instance
        fastdInterface = domain.fastd?.interface
        fastdPort = domain.fastd?.port
        wireGuardPort = domain.wireGuard.port
        wireGuardMTU = domain.wireGuard.mtu
        batmanInterface = domain.batmanInterface
        bridge = domain.bridge
    }
}

extension GatewayFacts {
    init(_ gateway: Gateway) {
        self.init(name: gateway.name)
        address = gateway.address
        port = gateway.port
        externalName = gateway.externalName
        domains = gateway.domains
    }
}

extension NodeFacts {
    init(_ node: Node) {
        self.init(id: node.id)
        hostname = node.hostname
        domain = node.domain
        addresses = node.address.map { [$0] } ?? []
        jump = node.jump
        state = node.state == .unknown ? nil : node.state
        model = node.model
        firmware = node.firmware
        firmwareBase = node.firmwareBase
        autoupdaterBranch = node.autoupdaterBranch
        online = node.online
        clients = node.clients
        firstSeen = node.firstSeen
        lastSeen = node.lastSeen
        uptime = node.uptime
        memory = node.memory
        gateway = node.gateway
        fastdKey = node.fastdKey
        wireGuardKey = node.wireGuardKey
        contact = node.contact
        latitude = node.latitude
        longitude = node.longitude
    }
}

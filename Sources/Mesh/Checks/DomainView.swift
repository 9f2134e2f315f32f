import FleetModel

/// One domain in a snapshot, with what the checks look up again and again.
struct DomainView {
    /// One of its gateways that answered.
    struct GatewayView {
        var gateway: Gateway
        var device: DeviceObservation
        /// Nil where its batman-adv interface isn't there.
        var mesh: MeshObservation?
        /// Best path to each originator that was heard lately.
        var best: [MACAddress: BatmanPath] = [:]
    }

    var domain: Domain
    var gateways: [GatewayView] = []
    /// Nodes of the domain that answered.
    var nodes: [(node: Node, device: DeviceObservation)] = []
    /// By node's id.
    private(set) var originators: [String: MACAddress] = [:]
    /// Clients by originator; a client that roams may stand twice.
    private(set) var clients: [MACAddress: Set<MACAddress>] = [:]
    /// Ids of all nodes of the domain.
    private let members: [String]
    /// By id.
    private var devices: [String: DeviceObservation] = [:]

    init(_ domain: Domain, in snapshot: MeshSnapshot) {
        self.domain = domain
        let members = snapshot.fleet.nodes.filter { $0.domain == domain.code }
        self.members = members.map(\.id)
        for gateway in snapshot.fleet.gateways where gateway.domains.contains(domain.code) {
            guard let device = snapshot.gateways[gateway.name]?.observation else { continue }
            gateways.append(GatewayView(gateway, device, domain))
        }
        nodes = members.compactMap { node in snapshot.nodes[node.id]?.observation.map { (node, $0) } }
        devices = Dictionary(nodes.map { ($0.node.id, $0.device) }) { first, _ in first }
        for gateway in gateways { note(gateway.mesh?.clients.value ?? []) }
        resolve(members)
    }

    /// What a node of the domain says itself.
    func device(of node: String) -> DeviceObservation? { devices[node] }

    /// Whether any gateway hears it.
    func isHeard(_ originator: MACAddress) -> Bool { gateways.contains { $0.best[originator] != nil } }

    /// The originators of the domain's gateways.
    var gatewayOriginators: Set<MACAddress> { Set(gateways.compactMap { $0.mesh?.mesh.value?.primaryAddress }) }

    /// Addresses of the gateways' interfaces in the mesh.
    var gatewayAddresses: Set<MACAddress> {
        Set(gateways.flatMap { ($0.mesh?.hardInterfaces.value ?? []).compactMap(\.address) })
    }

    /// Addresses that nodes have themselves, as the inventory or they say.
    var ownAddresses: Set<MACAddress> {
        let links = nodes.flatMap { $0.device.links.value ?? [] }.compactMap(\.address)
        return Set(links).union(members.compactMap { MACAddress(id: $0) })
    }

    private mutating func note(_ entries: [TranslationEntry]) {
        for entry in entries where entry.vlan == nil && !entry.isMulticast {
            if let originator = entry.originator { clients[originator, default: []].insert(entry.client) }
        }
    }

    /// Finds the nodes' names in batman-adv: a node says it, or else its primary MAC address, by which the inventory
    /// knows it, is a client of it.
    private mutating func resolve(_ members: [Node]) {
        var owners: [MACAddress: MACAddress] = [:]
        for (originator, clients) in clients { for client in clients { owners[client] = originator } }
        for node in members {
            let said = device(of: node.id)?.meshes[domain.code]?.mesh.value?.primaryAddress
            guard let found = said ?? MACAddress(id: node.id).flatMap({ owners[$0] }) else { continue }
            originators[node.id] = found
        }
    }
}

extension DomainView.GatewayView {
    fileprivate init(_ gateway: Gateway, _ device: DeviceObservation, _ domain: Domain) {
        self.init(gateway: gateway, device: device, mesh: device.meshes[domain.code])
        let silence = HealthLimits.originatorSilence(interval: mesh?.mesh.value?.originatorInterval)
        for path in mesh?.paths.value ?? [] where path.isBest && path.lastSeen <= silence {
            best[path.originator] = path
        }
    }
}

extension MACAddress {
    /// Reads an address as node ids write it, without colons.
    init?(id: String) {
        guard let bytes = HexDigits.bytes(id, count: 6) else { return nil }
        self.init(bits: bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }
}

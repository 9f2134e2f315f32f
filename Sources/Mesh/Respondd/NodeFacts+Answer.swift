package import FleetModel

extension NodeFacts {
    /// What a node says of itself.
    ///
    /// - Parameters:
    ///   - answer: which tells of one node.
    ///   - heardAt: when it came, in seconds since 1970; nil for one that was recorded some time.
    package init?(_ answer: NodeAnswer, heardAt: Int?) {
        guard let id = answer.nodeID else { return nil }
        self.init(id: id)
        if let heardAt {
            online = true
            lastSeen = heardAt
        }
        if let info = answer.info { add(info) }
        if let statistics = answer.statistics {
            clients = statistics.clients?.total
            uptime = statistics.uptime.map { Int($0.components.seconds) }
            gateway = statistics.gateway.map(String.init(describing:))
            let peers = statistics.vpnPeers
            if !peers.isEmpty { tunnels = peers.filter { $0.established != nil }.map(\.name) }
        }
    }

    private mutating func add(_ info: NodeInfo) {
        hostname = info.hostname
        domain = info.domainCode
        addresses = info.addresses.map(String.init(describing:))
        model = info.model
        firmware = info.firmwareRelease
        firmwareBase = info.firmwareBase
        autoupdaterBranch = info.autoupdater.flatMap { $0.isEnabled ? $0.branch : nil }
        usesFastd = info.isFastdEnabled
        usesWireGuard = info.isWireGuardEnabled
        wireGuardKey = info.wireGuardKey?.base64
    }
}

extension NeighbourGraph {
    package mutating func add(_ answer: NodeAnswer) {
        guard let id = answer.nodeID else { return }
        let meshes = answer.info?.meshInterfaces
        let own = (meshes?.wireless ?? []) + (meshes?.tunnel ?? []) + (meshes?.other ?? [])
        let neighbours = answer.neighbours?.neighbours ?? []
        add(
            interfaces: (own + neighbours.map(\.interface)).map(String.init(describing:)),
            neighbours: neighbours.map { String(describing: $0.address) },
            of: id
        )
    }
}

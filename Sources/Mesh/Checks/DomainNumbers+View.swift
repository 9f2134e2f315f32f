import FleetModel

extension DomainNumbers {
    init(_ view: DomainView, nodes: Int, limits: HealthLimits) {
        guard !view.gateways.isEmpty else {
            self.init(nodesHeard: nil, nodes: nodes, clients: nil, wireGuardPeers: nil, fastdPeers: nil)
            return
        }
        let interface = view.domain.wireGuardInterfaceName
        let gatewayKeys = Set(view.gateways.compactMap { $0.device.wireGuard(interface)?.publicKey })
        let peers = view.gateways.flatMap { gateway in
            (gateway.device.wireGuard(interface)?.peers ?? []).filter { peer in
                !gatewayKeys.contains(peer.publicKey)
                    && peer.latestHandshake.map { gateway.device.vitals.time - $0 < limits.handshake } ?? false
            }
        }
        let addresses = view.gatewayAddresses
        let fastd = view.gateways.compactMap { gateway in
            gateway.mesh?.fastd?.value?.peers.count { peer in
                peer.isConnected && addresses.isDisjoint(with: peer.connection?.addresses ?? [])
            }
        }
        self.init(
            nodesHeard: PresenceCheck.heard(in: view).count,
            nodes: nodes,
            clients: PresenceCheck.clients(in: view).count,
            wireGuardPeers: Set(peers.map(\.publicKey)).count,
            fastdPeers: fastd.isEmpty ? nil : fastd.reduce(0, +)
        )
    }
}

package import FleetModel

extension Endpoint {
    /// The way to a gateway.
    package init(_ gateway: Gateway, in fleet: Fleet) {
        self.init(
            name: gateway.name,
            address: gateway.address,
            port: gateway.port ?? fleet.ssh.port,
            user: fleet.ssh.user,
            identity: fleet.ssh.identity
        )
    }

    /// The way to a gateway of that name, or to a node with that id.
    ///
    /// - Returns: nil if the inventory has no address of it.
    package init?(device name: String, in fleet: Fleet) {
        if let gateway = fleet.gateway(name) {
            self.init(gateway, in: fleet)
        } else if let node = fleet.node(name) {
            self.init(node, in: fleet)
        } else {
            return nil
        }
    }

    /// The way to a node, through a gateway of its domain where the inventory says so; where any will do, all are named.
    ///
    /// - Returns: nil for a node without an address.
    package init?(_ node: Node, in fleet: Fleet) {
        guard let address = node.address else { return nil }
        let jumps: [Gateway] =
            switch node.jump {
            case .direct: []
            case .gateway(let name): fleet.gateway(name).map { [$0] } ?? []
            case .anyGateway: fleet.gateways.filter { $0.domains.contains(node.domain) }
            }
        let ways = jumps.map { [Endpoint($0, in: fleet)] }
        self.init(
            name: node.id,
            address: address,
            port: nil,
            user: "root",
            identity: fleet.ssh.identity,
            jumps: ways.first ?? [],
            detours: Array(ways.dropFirst())
        )
    }
}

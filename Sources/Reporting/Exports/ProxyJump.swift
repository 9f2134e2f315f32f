import FleetModel

/// The jump host of a node as OpenSSH takes it.
struct ProxyJump {
    /// `root@gw01.example.net:22`, an IPv6 address in brackets.
    let destination: String

    /// The word of a shell line: `-o ProxyJump=root@gw01.example.net:22`.
    var arguments: String { "-o " + "ProxyJump=\(destination)".shellQuoted }

    /// - Returns: nil for a node that is reached directly, or that no gateway leads to.
    init?(to node: Node, in fleet: Fleet) {
        let gateway: Gateway? =
            switch node.jump {
            case .direct: nil
            case .gateway(let name): fleet.gateway(name)
            case .anyGateway: fleet.gateways.first { $0.domains.contains(node.domain) }
            }
        guard let gateway else { return nil }
        let address = gateway.address.contains(":") ? "[\(gateway.address)]" : gateway.address
        destination = "\(fleet.ssh.user)@\(address):\(gateway.port ?? fleet.ssh.port)"
    }
}

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
}

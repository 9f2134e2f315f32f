package import FleetModel

extension Details {
    /// A gateway.
    package init(_ gateway: Gateway, in fleet: Fleet) {
        self.init([
            ("kind", .text("gateway")),
            ("name", .text(gateway.name)),
            ("address", .text(gateway.address)),
            ("port", .number(gateway.port ?? fleet.ssh.port)),
            ("external_name", .text(gateway.externalName)),
            ("domains", ReportValue(gateway.domains)),
        ])
    }

    /// A domain, with the names of its interfaces on gateways.
    package init(_ domain: Domain, in fleet: Fleet) {
        self.init([
            ("kind", .text("domain")),
            ("name", .text(domain.code)),
            ("short_name", .text(domain.shortName)),
            ("dialect", .text(domain.dialect.rawValue)),
            ("seed", .text(domain.seed)),
            ("vni", ReportValue(try? domain.vni())),
            ("vxlan_port", .number(domain.dialect.vxlanPort)),
            ("fastd_instance", ReportValue(domain.fastd?.instance)),
            ("fastd_interface", ReportValue(domain.fastd?.interface)),
            ("fastd_port", ReportValue(domain.fastd?.port)),
            ("wireguard_interface", .text(domain.wireGuardInterfaceName)),
            ("wireguard_port", .number(domain.wireGuard.port)),
            ("mtu", .number(domain.wireGuard.mtu)),
            ("vxlan_interface", .text(domain.vxlanInterfaceName)),
            ("batman_interface", .text(domain.batmanInterfaceName)),
            ("bridge", .text(domain.bridgeName)),
            ("prefix6", ReportValue(domain.prefix6)),
            ("gateways", ReportValue(fleet.gateways.filter { $0.domains.contains(domain.code) }.map(\.name))),
            ("nodes", .number(fleet.nodes.count { $0.domain == domain.code })),
        ])
    }

    /// A node.
    package init(_ node: Node) {
        let jump: ReportValue =
            switch node.jump {
            case .direct: .text("direct")
            case .anyGateway: .text("auto")
            case .gateway(let name): .text(name)
            }
        self.init([
            ("kind", .text("node")),
            ("name", .text(node.hostname)),
            ("id", .text(node.id)),
            ("hostname", .text(node.hostname)),
            ("domain", .text(node.domain)),
            ("state", .text(node.state.rawValue)),
            ("address", ReportValue(node.address)),
            ("jump", jump),
            ("model", ReportValue(node.model)),
            ("firmware", ReportValue(node.firmware)),
            ("online", ReportValue(node.online)),
            ("clients", ReportValue(node.clients)),
        ])
    }
}

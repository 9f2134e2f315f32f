package import FleetModel

extension Listing {
    /// Gateways by name.
    package init(gateways: [Gateway]) {
        self.init(
            columns: [Column("name"), Column("address"), Column("port"), Column("external_name"), Column("domains")],
            rows: gateways.map { gateway in
                [
                    .text(gateway.name), .text(gateway.address), ReportValue(gateway.port),
                    .text(gateway.externalName), ReportValue(gateway.domains),
                ]
            }
        )
    }

    /// Domains by code.
    ///
    /// - Parameters:
    ///   - domains: those to show.
    ///   - fleet: counts their gateways and nodes.
    package init(domains: [Domain], of fleet: Fleet) {
        let nodes = Dictionary(grouping: fleet.nodes, by: \.domain)
        self.init(
            columns: [
                Column("name"), Column("short_name"), Column("dialect"), Column("vni"), Column("fastd_port"),
                Column("wireguard_port"), Column("mtu"), Column("gateways"), Column("nodes"),
                Column("prefix6", isInTable: false),
            ],
            rows: domains.map { domain in
                [
                    .text(domain.code), .text(domain.shortName), .text(domain.dialect.rawValue),
                    ReportValue(try? domain.vni()), ReportValue(domain.fastd?.port), .number(domain.wireGuard.port),
                    .number(domain.wireGuard.mtu),
                    ReportValue(fleet.gateways.filter { $0.domains.contains(domain.code) }.map(\.name)),
                    .number(nodes[domain.code]?.count ?? 0), ReportValue(domain.prefix6),
                ]
            }
        )
    }

    /// Nodes by id; `name` is the hostname.
    package init(nodes: some Sequence<Node>) {
        self.init(
            columns: [
                Column("name", isInTable: false), Column("id"), Column("hostname"), Column("domain"), Column("state"),
                Column("address"), Column("model"), Column("firmware"), Column("online"), Column("clients"),
            ],
            rows: nodes.map { node in
                [
                    .text(node.hostname), .text(node.id), .text(node.hostname), .text(node.domain),
                    .text(node.state.rawValue), ReportValue(node.address), ReportValue(node.model),
                    ReportValue(node.firmware), ReportValue(node.online), ReportValue(node.clients),
                ]
            }
        )
    }
}

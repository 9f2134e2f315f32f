import FleetModel

extension Listing {
    /// All devices in one list: gateways first.
    init(devices fleet: Fleet) {
        let details = [
            "state", "model", "firmware", "firmware_base", "autoupdater_branch", "online", "clients", "first_seen",
            "last_seen", "uptime", "memory", "gateway", "fastd_key", "wireguard_key", "contact", "latitude",
            "longitude",
        ]
        let columns = ["kind", "name", "title", "domains", "address", "port", "external_name", "jump"] + details
        let gateways = fleet.gateways.map { gateway -> [ReportValue] in
            let own: [ReportValue] = [
                .text("gateway"), .text(gateway.name), .text(gateway.name), ReportValue(gateway.domains),
                .text(gateway.address), .number(gateway.port ?? fleet.ssh.port), .text(gateway.externalName), .unknown,
            ]
            return own + details.map { _ in .unknown }
        }
        let nodes = fleet.nodes.map { node -> [ReportValue] in
            let fields = Dictionary(FleetDocument.details(of: node).map { ($0.0, $0.1) }) { first, _ in first }
            let own: [ReportValue] = [
                .text("node"), .text(node.id), .text(node.hostname), .text(node.domain), ReportValue(node.address),
                .unknown, .unknown, ReportValue(FleetDocument.jump(of: node)),
            ]
            return own + details.map { ReportValue(fields[$0] ?? nil) }
        }
        self.init(columns: columns.map { Column($0) }, rows: gateways + nodes)
    }
}

extension ReportValue {
    /// A single value of a document.
    fileprivate init(_ document: Document?) {
        switch document {
        case nil, .list, .fields: self = .unknown
        case .text(let text): self = .text(text)
        case .number(let number): self = .number(number)
        case .decimal(let number): self = .real(number)
        case .boolean(let boolean): self = .boolean(boolean)
        }
    }
}

import FleetModel

/// Settings of the key exchange, `wgkex.yaml`, as far as an inventory knows them; `Inventory/wgkex.yaml` explains them.
struct ExchangeDocument {
    private let fleet: Fleet

    init(_ fleet: Fleet) {
        self.fleet = fleet
    }

    var document: Document {
        .fields([
            ("domains", .texts(fleet.domains.map(\.code))),
            ("domain_prefixes", .texts(fleet.community.domainPrefixes)),
            ("workers", .fields(fleet.gateways.map { Document.Field($0.name, Self.worker) })),
            ("mqtt", fleet.broker?.mqtt.map(Self.mqtt)),
            ("umstieg", own),
        ])
    }

    /// All weigh the same, as long as nobody says otherwise.
    private static let worker = Document.fields([Document.Field("weight", .number(1))])

    private static func mqtt(_ mqtt: Fleet.Broker.MQTT) -> Document {
        .fields([
            ("broker_url", .text(mqtt.host)), ("broker_port", .number(mqtt.port)), ("username", .text(mqtt.username)),
            ("tls", .boolean(mqtt.tls)),
        ])
    }

    /// What wgkex doesn't know.
    private var own: Document {
        let others = fleet.domains.filter { $0.dialect != fleet.community.dialect }
        let dialects = others.map { domain in
            Document.Field(domain.code, .fields([Document.Field("dialect", .text(domain.dialect.rawValue))]))
        }
        return .fields([
            ("dialect", .text(fleet.community.dialect.rawValue)), ("domains", others.isEmpty ? nil : .fields(dialects)),
        ])
    }
}

package import FleetModel

/// Fills a playbook's templates for one device and scope.
package struct UnitRenderer: Sendable {
    /// A playbook without templates.
    package struct Rendered: Sendable, Hashable {
        package var prepare: [NamedStep]
        package var steps: [NamedStep]
        package var verify: [NamedStep]
    }

    private let fleet: Fleet
    private let keys: [UnitID: String]

    /// - Parameters:
    ///   - fleet: the plan's; names, ports and peers come from it.
    ///   - keys: the WireGuard public keys that are known; for the others a placeholder stands, which no WireGuard takes.
    package init(fleet: Fleet, keys: [UnitID: String]) {
        self.fleet = fleet
        self.keys = keys
    }

    /// - Throws: `Template.UnknownName`, `Template.Malformed`, or `PlanError` for a unit that the fleet doesn't have.
    package func render(_ playbook: Playbook, for unit: UnitID) throws -> Rendered {
        var context =
            switch playbook.target {
            case .gateway: try gatewayContext(for: unit)
            case .node: try nodeContext(for: unit)
            }
        for program in playbook.programs { context.values[program.templateName] = .text(program.path) }
        return Rendered(
            prepare: try playbook.prepare.map { try $0.rendered(with: context) },
            steps: try playbook.steps.map { try $0.rendered(with: context) },
            verify: try playbook.verify.map { try $0.rendered(with: context) }
        )
    }

    private func gatewayContext(for unit: UnitID) throws -> TemplateContext {
        guard let gateway = fleet.gateway(unit.host) else {
            throw PlanError(path: unit.host, message: "no such gateway in the inventory")
        }
        var values: [String: TemplateContext.Value] = [
            "gateway": .text(gateway.name),
            "external_name": .text(gateway.externalName),
        ]
        let more =
            if unit.scope == "host" {
                try hostValues(of: gateway)
            } else {
                try self.values(of: try domain(unit.scope, of: unit), on: gateway)
            }
        values.merge(more) { _, new in new }
        return TemplateContext(values: values)
    }

    private func nodeContext(for unit: UnitID) throws -> TemplateContext {
        guard let node = fleet.node(unit.host) else {
            throw PlanError(path: unit.host, message: "no such node in the inventory")
        }
        let domain = try domain(node.domain, of: unit)
        let own: [String: TemplateContext.Value] = [
            "node": .text(node.id),
            "hostname": .text(node.hostname),
            "wireguard": .text(domain.nodeWireGuardInterfaceName),
            "vxlan": .text(domain.nodeVXLANInterfaceName),
            "batman": .text(domain.nodeBatmanInterfaceName),
            "domain_dialect": .text(domain.dialect.rawValue),
        ]
        // What the node falls back to without a broker. But for plans, a key that nobody knows is none.
        let gateways = fleet.gateways.filter { gateway in
            gateway.domains.contains(domain.code)
                && (keys.isEmpty || keys[UnitID(host: gateway.name, scope: domain.code)] != nil)
        }
        let shared = try values(of: domain, peers: gateways)
        return TemplateContext(values: shared.merging(own) { _, new in new })
    }

    /// What a gateway's domains share: the settings of the key exchange.
    private func hostValues(of gateway: Gateway) throws -> [String: TemplateContext.Value] {
        let domains = try gateway.domains.map { try domain($0, of: UnitID(host: gateway.name, scope: $0)) }
        // wgkex takes the first prefix that fits, the inventory the longest.
        let prefixes = fleet.community.domainPrefixes.sorted { $0.utf8.count > $1.utf8.count }
        var values: [String: TemplateContext.Value] = [
            "dialect": .text(fleet.community.dialect.rawValue),
            "prefixes": .list((prefixes.isEmpty ? [""] : prefixes).map { ["prefix": .text($0)] }),
            "domains": .list(
                domains.map { ["domain": .text($0.code), "domain_dialect": .text($0.dialect.rawValue)] }
            ),
        ]
        if let mqtt = fleet.broker?.mqtt {
            values["mqtt_host"] = .text(mqtt.host)
            values["mqtt_port"] = .text(String(mqtt.port))
            values["mqtt_tls"] = .text(String(mqtt.tls))
            values["mqtt_login"] = .list(mqtt.username.map { [["username": .text($0)]] } ?? [])
        }
        return values
    }

    private func domain(_ code: String, of unit: UnitID) throws -> Domain {
        guard let domain = fleet.domain(code) else {
            throw PlanError(path: "\(unit)", message: "no such domain in the inventory")
        }
        return domain
    }

    private func values(of domain: Domain, on gateway: Gateway) throws -> [String: TemplateContext.Value] {
        // In upstream Gluon's dialect all gateways share fe80::1, so they can't be one another's peers.
        let peers =
            switch domain.dialect {
            case .ffmuc: fleet.gateways.filter { $0.name != gateway.name && $0.domains.contains(domain.code) }
            case .gluon: [Gateway]()
            }
        let own: [String: TemplateContext.Value] = [
            "wireguard": .text(domain.wireGuardInterfaceName),
            "vxlan": .text(domain.vxlanInterfaceName),
            "batman": .text(domain.batmanInterfaceName),
            "bridge": .text(domain.bridgeName),
            "fastd_instance": .text(domain.fastd?.instance ?? ""),
            "fastd_interface": .text(domain.fastd?.interface ?? ""),
            "public_key": .text(key(of: gateway, in: domain)),
            "link_local": .text(try linkLocal(of: gateway, in: domain)),
        ]
        return try values(of: domain, peers: peers).merging(own) { _, new in new }
    }

    /// What gateways and nodes of a domain have in common.
    private func values(of domain: Domain, peers: [Gateway]) throws -> [String: TemplateContext.Value] {
        [
            "domain": .text(domain.code),
            "short": .text(domain.shortName),
            "vni": .text(String(try domain.vni())),
            "dialect": .text(domain.dialect.rawValue),
            "wireguard_port": .text(String(domain.wireGuard.port)),
            "mtu": .text(String(domain.wireGuard.mtu)),
            "vxlan_mtu": .text(String(domain.vxlanMTU)),
            "vxlan_port": .text(String(domain.dialect.vxlanPort)),
            "peer_count": .text(String(peers.count)),
            "peers": .list(
                try peers.enumerated().map { index, peer in
                    [
                        "number": .text(String(index + 1)),
                        "name": .text(peer.name),
                        "public_key": .text(key(of: peer, in: domain)),
                        "link_local": .text(try linkLocal(of: peer, in: domain)),
                        "external_name": .text(peer.externalName),
                    ]
                }
            ),
        ]
    }

    private func key(of gateway: Gateway, in domain: Domain) -> String {
        keys[UnitID(host: gateway.name, scope: domain.code)] ?? "<public key of \(gateway.name), not made yet>"
    }

    private func linkLocal(of gateway: Gateway, in domain: Domain) throws -> String {
        switch domain.dialect {
        case .gluon:
            return "fe80::1"
        case .ffmuc:
            guard let key = keys[UnitID(host: gateway.name, scope: domain.code)] else {
                return "<link-local address of \(gateway.name)>"
            }
            return domain.dialect.linkLocal(of: try WireGuardKey(key))
        }
    }
}

import FleetModel
import Planning

/// Fleets and playbooks for plans of nodes.
extension Fleet {
    static func domain(_ code: String, dialect: Dialect = .ffmuc, port: Int = 40_001) -> Domain {
        Domain(
            code: code,
            shortName: code,
            dialect: dialect,
            seed: String(repeating: "ab", count: 32),
            fastd: nil,
            wireGuard: Domain.WireGuard(port: port, mtu: 1406),
            prefix6: []
        )
    }

    static func node(_ id: String, in domain: String, _ state: Node.State = .fastd, clients: Int? = nil) -> Node {
        Node(
            id: id,
            hostname: "host-\(id)",
            domain: domain,
            address: nil,
            jump: .direct,
            state: state,
            clients: clients
        )
    }

    static func gateway(_ name: String, _ domains: String...) -> Gateway {
        Gateway(name: name, address: name, port: nil, externalName: "\(name).ext", domains: domains)
    }

    static func made(
        _ domains: [Domain],
        gateways: [Gateway] = [],
        nodes: [Node] = [],
        links: [Link] = []
    ) -> Fleet {
        Fleet(
            community: Community(name: "Test", dialect: .ffmuc, domainPrefixes: []),
            broker: nil,
            ssh: Fleet.SSH(),
            domains: domains,
            gateways: gateways,
            nodes: nodes,
            links: links
        )
    }
}

extension Playbook {
    static func made(
        _ target: Target,
        role: TransactionRole = .opensNew,
        scope: Scope = .domain,
        content: String = ""
    ) -> Playbook {
        let file = FileStep(path: "/x", content: content, mode: "0644", owner: "root:root")
        return Playbook(
            name: "book",
            description: "",
            target: target,
            scope: scope,
            role: role,
            deadline: 60,
            revertBound: 30,
            modules: [],
            prepare: [],
            steps: [NamedStep(name: "file", step: .file(file))],
            verify: []
        )
    }
}

extension Plan {
    /// A rollout of one phase, planned.
    static func made(_ phase: RolloutFile.Phase, on fleet: Fleet) throws -> Plan {
        let rollout = RolloutFile(name: "day", description: "", phases: [phase])
        return try Planner(fleet: fleet).plan(id: "p", for: rollout, narrowedTo: nil)
    }

    /// By wave, the devices.
    var waveHosts: [[String]] { phases.flatMap { $0.waves.map { $0.units.map(\.host) } } }
}

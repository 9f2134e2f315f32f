import FleetModel
import Planning

/// A plan with a playbook of a key, a file and a check, for gateways of one domain.
enum GatewayPlan {
    static func make(_ names: [String], confirm: RolloutFile.Confirmation, rehearses: Bool = false) throws -> Plan {
        let key = NamedStep(
            name: "key",
            step: .wireGuardKey(WireGuardKeyStep(path: "/etc/k", mode: "0640", owner: "root:root"))
        )
        let file = NamedStep(
            name: "file",
            step: .file(FileStep(path: "/etc/x", content: "{{public_key}}", mode: "0644", owner: "root:root"))
        )
        let word = NamedStep(name: "word", step: .waitFor(WaitForStep(condition: .command("true"), within: 5)))
        let playbook = Playbook(
            name: "book",
            description: "",
            target: .gateway,
            scope: .domain,
            role: .opensNew,
            deadline: 60,
            revertBound: 30,
            modules: [],
            prepare: [key],
            steps: [file],
            verify: [word]
        )
        let domain = Domain(
            code: "nord",
            shortName: "nord",
            dialect: .ffmuc,
            seed: String(repeating: "a", count: 64),
            fastd: nil,
            wireGuard: Domain.WireGuard(port: 1, mtu: 1406),
            prefix6: []
        )
        let fleet = Fleet(
            community: Community(name: "Test", dialect: .ffmuc, domainPrefixes: []),
            broker: nil,
            ssh: Fleet.SSH(),
            domains: [domain],
            gateways: names.map { Gateway(name: $0, address: $0, port: nil, externalName: $0, domains: ["nord"]) },
            nodes: []
        )
        let phase = RolloutFile.Phase(name: "gateways", playbook: playbook, on: "all", confirm: confirm)
        let rollout = RolloutFile(name: "day", description: "", phases: [phase], rehearsesRollback: rehearses)
        return try Planner(fleet: fleet).plan(id: "p", for: rollout, narrowedTo: nil)
    }
}

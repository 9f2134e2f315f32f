import FleetModel
import Foundation
import Planning

// umstieg-bench-plan [NODES] [DOMAINS]: makes a fleet of meshes in chains and rings, plans a rollout for all its nodes,
// and prints what each part takes, the best of several times.

let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let nodeCount = max(numbers.first ?? 2000, 1)
let domainCount = max(numbers.dropFirst().first ?? 20, 1)

let domains = (0..<domainCount).map { number in
    Domain(
        code: "d\(1000 + number)",
        shortName: "d\(1000 + number)",
        dialect: .ffmuc,
        seed: String(repeating: "ab", count: 32),
        fastd: nil,
        wireGuard: Domain.WireGuard(port: 40_000 + number, mtu: 1406),
        prefix6: []
    )
}
let gateways = (0..<8).map { number in
    Gateway(
        name: "gw\(number)",
        address: "gw\(number)",
        port: nil,
        externalName: "gw\(number)",
        domains: domains.map(\.code)
    )
}
let nodes = (0..<nodeCount).map { number in
    let digits = String(number, radix: 16)
    return Node(
        id: "02ca" + String(repeating: "0", count: max(8 - digits.count, 0)) + digits,
        hostname: "node-\(number)",
        domain: domains[number % domainCount].code,
        address: nil,
        jump: .anyGateway,
        state: .fastd,
        clients: number % 17
    )
}
/// In each domain chains of ten, with a tunnel at every third node and a ring in the middle.
let links = nodes.indices.flatMap { number -> [Link] in
    let place = number / domainCount % 10
    let earlier = number - domainCount
    var links: [Link] = place % 3 == 0 ? [.vpn(node: nodes[number].id, gateway: "gw0")] : []
    if place > 0, earlier >= 0 { links.append(.mesh(nodes[earlier].id, nodes[number].id)) }
    if place == 6 { links.append(.mesh(nodes[number - 3 * domainCount].id, nodes[number].id)) }
    return links
}
let fleet = Fleet(
    community: Community(name: "bench", dialect: .ffmuc, domainPrefixes: []),
    broker: nil,
    ssh: Fleet.SSH(),
    domains: domains,
    gateways: gateways,
    nodes: nodes,
    links: links
)
let text = "{{node}} {{vni}} {{wireguard}}{{#peers}} {{name}} {{public_key}} {{link_local}}{{/peers}}"
let step = NamedStep(name: "x", step: .file(FileStep(path: "/x", content: text, mode: "0644", owner: "root:root")))
let playbook = Playbook(
    name: "bench",
    description: "",
    target: .node,
    scope: .domain,
    role: .switchesNode,
    deadline: 60,
    revertBound: 60,
    modules: [],
    prepare: [],
    steps: Array(repeating: step, count: 10),
    verify: []
)
let phase = RolloutFile.Phase(
    name: "nodes",
    playbook: playbook,
    on: "all",
    confirm: .each,
    waves: [.count(1), .percent(5), .percent(25), .percent(100)]
)
let rollout = RolloutFile(name: "bench", description: "", phases: [phase])

func best(of name: String, _ body: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    let times = try (0..<7).map { _ in try clock.measure(body) }
    let best = (times.min() ?? .zero) / .milliseconds(1)
    print("\(name): \((best * 10).rounded() / 10) ms")
}

print("\(nodeCount) nodes in \(domainCount) domains")
best(of: "topology") { _ = Topology(fleet) }
try best(of: "plan") { _ = try Planner(fleet: fleet).plan(id: "bench", for: rollout, narrowedTo: nil) }
let plan = try Planner(fleet: fleet).plan(id: "bench", for: rollout, narrowedTo: nil)
best(of: "a lookup for each unit") { for unit in plan.units { _ = plan.playbook(of: unit) } }
try best(of: "a rendering for each unit") {
    for unit in plan.units { _ = try UnitRenderer(fleet: fleet, keys: [:]).render(playbook, for: unit) }
}

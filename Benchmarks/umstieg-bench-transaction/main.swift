import FleetModel
import Foundation
import Importing
import Planning
import Rollouts
import Transport
import UmstiegTesting

// umstieg-bench-transaction PLAYBOOK: runs one gateway's transaction with the real engine against a gateway that is
// played, and prints how many logins and commands it takes: what a slow line pays for.

guard CommandLine.arguments.count == 2 else {
    FileHandle.standardError.write(Data("usage: umstieg-bench-transaction PLAYBOOK\n".utf8))
    exit(64)
}

let path = CommandLine.arguments[1]
let playbook = try PlaybookFile.read(try Data(contentsOf: URL(filePath: path)), file: path)
let domain = Domain(
    code: "nord",
    shortName: "nord",
    dialect: .ffmuc,
    seed: String(repeating: "a", count: 64),
    fastd: nil,
    wireGuard: Domain.WireGuard(port: 40_003, mtu: 1406),
    prefix6: []
)
let fleet = Fleet(
    community: Community(name: "bench", dialect: .ffmuc, domainPrefixes: []),
    broker: nil,
    ssh: Fleet.SSH(),
    domains: [domain],
    gateways: [Gateway(name: "gw1", address: "gw1", port: nil, externalName: "gw1", domains: ["nord"])],
    nodes: []
)
let rollout = RolloutFile(
    name: "bench",
    description: "",
    phases: [RolloutFile.Phase(name: "gateways", playbook: playbook, on: "all", confirm: .each)]
)
let plan = try Planner(fleet: fleet).plan(id: "bench", for: rollout, narrowedTo: nil)
let gateway = PlayedGateway(modules: playbook.modules)
let worker = FleetWorker(
    plan: plan,
    rollout: "bench",
    owner: "bench",
    fencingToken: 1,
    connector: gateway
)
let engine = RolloutEngine(
    plan: plan,
    rollout: "bench",
    journal: ForgetfulJournal(),
    worker: worker,
    now: { 0 },
    progress: { _ in }
)
let outcome = try await engine.run()
guard outcome == .done else {
    FileHandle.standardError.write(Data("the played transaction ended \(outcome.rawValue)\n".utf8))
    exit(1)
}
let heard = gateway.heard
let bytes = heard.reduce(0) { $0 + $1.command.text.utf8.count + $1.command.standardInput.count }
print("one gateway transaction: \(gateway.logins) logins, \(heard.count) commands, \(bytes) bytes sent")

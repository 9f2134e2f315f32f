import FleetModel
import Planning
import Rollouts
import Transactions
import UmstiegTesting

/// Two gateways that serve two domains: of the first one two nodes, of the second one another.
struct RetreatScene {
    static let north = "nord"
    static let south = "sued"
    static let nodes = ["n1", "n2"]
    static let gateways = ["gw1", "gw2"]

    let played: PlayedFleet
    let journal = MemoryJournal()

    /// As at the end of the day: all opened and closed in the first domain, and opened in the second.
    static func switched() -> RetreatScene {
        var devices: [String: PlayedDevice] = [:]
        for host in gateways + nodes {
            devices[host] = PlayedDevice(transactions: [open(north), close(north)])
        }
        for host in gateways { devices[host]?.transactions.append(open(south, rollout: "r2")) }
        for host in nodes { devices[host]?.transactions[0].role = .switchesNode }
        devices["s1"] = PlayedDevice(transactions: [open(south, rollout: "r2")])
        devices["s1"]?.transactions[0].role = .switchesNode
        return RetreatScene(played: PlayedFleet(fleet, devices))
    }

    static func open(_ scope: String, rollout: String = "r1") -> PlayedDevice.Transaction {
        PlayedDevice.Transaction(
            id: "\(rollout).\(scope)",
            scope: scope,
            role: .opensNew,
            rollout: rollout,
            state: .confirmed
        )
    }

    static func close(_ scope: String, rollout: String = "r1") -> PlayedDevice.Transaction {
        PlayedDevice.Transaction(
            id: "\(rollout).\(scope).close",
            scope: scope,
            role: .closesOld,
            rollout: rollout,
            state: .confirmed
        )
    }

    func run(
        _ target: RetreatTarget = .domain(north),
        history: SwitchHistory = SwitchHistory(),
        abandoned: Set<String> = [],
        token: Int = 5
    ) async throws -> RolloutOutcome {
        try await Retreat(
            id: "back",
            target: target,
            force: false,
            fleet: played.fleet,
            fencingToken: token,
            history: history,
            abandoned: abandoned,
            connector: played,
            journal: journal,
            clock: InstantClock(),
            now: { 0 },
            progress: { _ in }
        ).run()
    }

    /// What was done, without holds and questions, as `rollback n1 r1.nord`.
    var deeds: [String] {
        played.effects.filter { !["hold", "release"].contains($0.verb) }.map(\.description)
    }

    /// Why what stayed on a device did.
    func reasons(_ host: String) async throws -> [String] {
        try await journal.entries(of: "back").flatMap { timed -> [String] in
            guard case .observed(let operation, .failed(let reasons)) = timed.entry, operation.unit?.host == host
            else { return [] }
            return reasons
        }
    }

    func isOld(_ host: String, in scope: String = north) -> Bool {
        !played.device(host).transactions.contains { $0.scope == scope && $0.isThere }
    }

    private static let fleet = Fleet(
        community: Community(name: "Test", dialect: .ffmuc, domainPrefixes: []),
        broker: nil,
        ssh: Fleet.SSH(),
        domains: [],
        gateways: gateways.map {
            Gateway(name: $0, address: $0, port: nil, externalName: $0, domains: [north, south])
        },
        nodes: (nodes.map { ($0, north) } + [("s1", south)]).map { id, domain in
            Node(id: id, hostname: id, domain: domain, address: "fd00::1", jump: .direct)
        }
    )
}

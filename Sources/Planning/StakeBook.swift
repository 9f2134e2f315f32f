import FleetModel

/// What is at stake with the devices of a plan, and what had to be guessed for that.
struct StakeBook {
    private let fleet: Fleet
    private let topology: Topology
    /// No node has more; what an importer read may say anything.
    private static let mostClients = 1_000_000
    /// By id, as far as they are known.
    private let clients: [String: Int]
    /// Codes of domains about which a guess is noted.
    private var domainsOfNodes: Set<String> = []
    private var domainsOfGateways: Set<String> = []

    private(set) var stakes: [UnitID: Stake] = [:]

    init(fleet: Fleet, topology: Topology) {
        self.fleet = fleet
        self.topology = topology
        clients = fleet.nodes.reduce(into: [:]) { $0[$1.id] = $1.clients.map { min($0, Self.mostClients) } }
    }

    mutating func addNodes(_ units: [UnitID]) {
        domainsOfNodes.formUnion(units.map(\.scope))
        for unit in units {
            let dependents = topology.dependents(of: unit.host)
            stakes[unit] = Stake(
                clients: ([unit.host] + dependents).reduce(0) { $0 + (clients[$1] ?? 0) },
                dependents: dependents,
                island: topology.island(of: unit.host)?.name ?? unit.host,
                isUplink: topology.isUplink(unit.host),
                isOffline: fleet.node(unit.host)?.isKnownOffline ?? false
            )
        }
    }

    /// A gateway has its share of its domains' clients; the mesh finds another gateway, so no island depends on it.
    mutating func addGateways(_ units: [UnitID]) {
        let shares = Dictionary(fleet.domains.map { ($0.code, share(of: $0.code)) }) { first, _ in first }
        for unit in units {
            let codes = unit.scope == "host" ? fleet.gateway(unit.host)?.domains ?? [] : [unit.scope]
            domainsOfGateways.formUnion(codes)
            stakes[unit] = Stake(
                clients: codes.reduce(0) { $0 + (shares[$1] ?? 0) },
                island: "\(unit)",
                isUplink: false
            )
        }
    }

    /// Clients of a domain for each of its gateways, rounded up.
    private func share(of code: String) -> Int {
        let gateways = fleet.gateways.count { $0.domains.contains(code) }
        guard gateways > 0 else { return 0 }
        return (clientCount(of: code) + gateways - 1) / gateways
    }

    private func clientCount(of code: String) -> Int {
        fleet.nodes.reduce(0) { $1.domain == code ? $0 + (clients[$1.id] ?? 0) : $0 }
    }

    /// A line each, for people.
    var guesses: [String] {
        let unlinked = topology.domainsWithoutLinks.filter(domainsOfNodes.contains)
            .map { "\($0): no links are known, so its nodes are taken for one island" }
        let untunnelled = topology.domainsWithoutTunnels.filter(domainsOfNodes.contains)
            .map { "\($0): no tunnels are known, so which nodes have one is taken from their states" }
        let shared = fleet.domains.filter { domainsOfGateways.contains($0.code) && clientCount(of: $0.code) > 0 }
            .map { "\($0.code): its clients are taken to be spread evenly over its gateways" }
        let silent = fleet.nodes.count { $0.clients == nil && domainsOfNodes.contains($0.domain) }
        let uncounted = silent > 0 ? ["nodes whose clients nobody counted are taken to have none: \(silent)"] : []
        return unlinked + untunnelled + shared + uncounted
    }
}

import FleetModel
import FleetStore
import Mesh
import Reporting
import Rollouts

/// What reports are made of, read from a workspace.
struct ReportSource {
    let database: FleetDatabase
    let fleet: Fleet

    /// - Throws: `StoreError`, or `CommandFailure` if there is no inventory.
    init(_ workspace: Workspace) throws {
        database = try workspace.openDatabase()
        fleet = try Workspace.fleet(in: database)
    }

    /// The nodes that a selector chooses; all without one.
    ///
    /// - Throws: `SelectorError`, or `CommandFailure` if it chooses none.
    func nodes(_ selector: String?) throws -> [Node] {
        guard let selector else { return fleet.nodes }
        let nodes = try Selector(selector).selection(from: fleet).nodes
        guard !nodes.isEmpty else { throw CommandFailure(.usage, "the selector chooses no node") }
        return nodes
    }

    /// - Throws: `StoreError`, also for a journal that this version can't read.
    func history() throws -> MigrationHistory {
        let journal = JournalStore(database: database)
        return MigrationHistory(try journal.rollouts().map { try Self.story(of: $0, in: journal) })
    }

    static func story(of rollout: RolloutSummary, in journal: JournalStore) throws -> RolloutStory {
        try RolloutStory(
            id: rollout.id,
            name: rollout.name,
            owner: rollout.owner,
            startedAt: rollout.startedAt,
            endedAt: rollout.endedAt,
            plan: try rollout.planID.flatMap { try journal.plan($0) },
            journal: try journal.entries(of: rollout.id)
        )
    }

    /// By a node's id, what health checks have found between nodes and gateways, and what still holds.
    func obstacles() throws -> [String: [Obstacle]] {
        let findings = try HealthStore(database).lasting(of: [.vni, .vxlanPort, .linkLocal, .mtu])
        guard !findings.isEmpty else { return [:] }
        let nodes = Dictionary(grouping: fleet.nodes, by: \.domain)
        var obstacles: [String: [Obstacle]] = [:]
        for finding in findings {
            let obstacle = Obstacle(finding.check == .mtu ? .mtu : .dialect, blocks: true, finding.message)
            switch finding.subject.kind {
            case .node: obstacles[finding.subject.name, default: []].append(obstacle)
            // A gateway whose end is wrong is so for all nodes of the domain.
            case .gateway, .domain, .exchange, .island:
                let code = finding.domain ?? (finding.subject.kind == .domain ? finding.subject.name : nil)
                for node in code.flatMap({ nodes[$0] }) ?? [] { obstacles[node.id, default: []].append(obstacle) }
            }
        }
        return obstacles
    }
}

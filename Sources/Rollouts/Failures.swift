import Planning

/// What has failed in a rollout so far.
struct Failures: Sendable {
    private var hosts: Set<String> = []
    private var clients = 0
    /// Uplinks that failed, by island.
    private var uplinks: [String: Int] = [:]
    private var islands = 0

    /// A host is counted once.
    mutating func count(_ host: String, _ stake: Stake?, uplinksOfIsland: Int) {
        guard hosts.insert(host).inserted, let stake else { return }
        clients += stake.clients
        guard stake.isUplink else { return }
        uplinks[stake.island, default: 0] += 1
        if uplinks[stake.island] == uplinksOfIsland { islands += 1 }
    }

    func exceed(_ budget: FailureBudget) -> Bool {
        hosts.count > budget.hosts || clients > budget.clients ?? .max || islands > budget.islands ?? .max
    }

    /// A human has seen them and goes on.
    mutating func forgive() { self = Failures() }
}

/// How much may fail, over the whole rollout, until it stops; hosts that can't be reached are counted.
package struct FailureBudget: Sendable, Hashable, Codable {
    package var hosts: Int
    /// Clients of failed hosts and of those behind them; nil for no limit.
    package var clients: Int?
    /// Islands none of whose uplinks is left; nil for no limit.
    package var islands: Int?

    package init(hosts: Int = 0, clients: Int? = nil, islands: Int? = nil) {
        self.hosts = hosts
        self.clients = clients
        self.islands = islands
    }
}

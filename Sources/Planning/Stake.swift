/// What is at stake with one device, as far as the inventory knows.
package struct Stake: Sendable, Hashable, Codable {
    /// Its own clients and those of its dependents.
    package var clients: Int
    /// Ids of nodes that reach a gateway only through it.
    package var dependents: [String]
    /// Name of the connected mesh that it belongs to.
    package var island: String
    /// Whether it has a tunnel of its own.
    package var isUplink: Bool
    /// Whether it was known to be offline when the plan was made: then its absence is no failure.
    package var isOffline: Bool

    package init(
        clients: Int = 0,
        dependents: [String] = [],
        island: String,
        isUplink: Bool = true,
        isOffline: Bool = false
    ) {
        self.clients = clients
        self.dependents = dependents
        self.island = island
        self.isUplink = isUplink
        self.isOffline = isOffline
    }
}

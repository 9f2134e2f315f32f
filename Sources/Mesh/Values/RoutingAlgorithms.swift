/// Which routing algorithms a kernel module has, and which are in use.
package struct RoutingAlgorithms: Sendable, Hashable {
    /// By batman-adv interface.
    package var active: [String: RoutingAlgorithm]
    /// For the next interface that is made.
    package var selected: RoutingAlgorithm
    package var available: [RoutingAlgorithm]

    package init(
        active: [String: RoutingAlgorithm],
        selected: RoutingAlgorithm,
        available: [RoutingAlgorithm]
    ) {
        self.active = active
        self.selected = selected
        self.available = available
    }
}

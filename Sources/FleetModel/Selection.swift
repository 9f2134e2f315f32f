/// What a selector chose, in the fleet's order.
package struct Selection: Sendable, Hashable {
    /// Those that `domain:` or `all` name.
    package var domains: [Domain]
    package var gateways: [Gateway]
    package var nodes: [Node]

    package init(domains: [Domain], gateways: [Gateway], nodes: [Node]) {
        self.domains = domains
        self.gateways = gateways
        self.nodes = nodes
    }

    /// Whether it holds no device.
    package var isEmpty: Bool { gateways.isEmpty && nodes.isEmpty }
}

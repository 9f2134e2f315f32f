package import FleetModel

/// Keys of other gateways that systemd-networkd's units hold.
package struct GatewayUnits: Sendable, Hashable {
    /// By WireGuard interface.
    package var keys: [String: Set<WireGuardKey>] = [:]
    /// Units that can't be read, each with the reason: they may hold further gateways.
    package var unreadable: [String] = []

    package init() {}
}

/// Why a node can't be switched, or why nobody knows whether it can.
package struct Obstacle: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It has no WireGuard.
        case firmware
        /// No firmware with WireGuard fits on it.
        case flash
        case offline
        case key
        /// SSH doesn't get there.
        case path
        /// Its end of the tunnel and the gateway's are built in different ways.
        case dialect
        /// Large packets would be lost.
        case mtu
    }

    package var kind: Kind
    /// Whether the node can't be switched as long as this is so; else it is a doubt.
    package var blocks: Bool
    /// For people; what to do is in it, where it isn't plain.
    package var message: String

    package init(_ kind: Kind, blocks: Bool, _ message: String) {
        self.kind = kind
        self.blocks = blocks
        self.message = message
    }
}

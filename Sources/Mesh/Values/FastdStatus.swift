/// What one instance of fastd says of itself.
package struct FastdStatus: Sendable, Hashable {
    package var uptime: Duration
    /// Nil where each peer has its own.
    package var interface: String?
    /// By key, ascending.
    package var peers: [FastdPeer]

    package init(uptime: Duration, interface: String?, peers: [FastdPeer]) {
        self.uptime = uptime
        self.interface = interface
        self.peers = peers
    }
}

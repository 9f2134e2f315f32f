/// Something that must come true, polled each second.
package struct WaitForStep: Sendable, Hashable, Codable {
    package enum Condition: Sendable, Hashable, Codable {
        /// POSIX sh that exits with 0.
        case command(String)
        /// At least `peers` WireGuard peers of `interface` have a handshake younger than `maximumAge` seconds.
        case handshakes(interface: String, peers: String, maximumAge: Int)
        /// At least `count` originators of `batman` have their best path through `interface`.
        case originators(batman: String, interface: String, count: String)
    }

    package var condition: Condition
    /// Seconds until it counts as failed.
    package var within: Int

    package init(condition: Condition, within: Int) {
        self.condition = condition
        self.within = within
    }
}

/// A node's WireGuard key: its firmware makes it, or has it already, and keeps it.
package struct NodeKeyStep: Sendable, Hashable, Codable {
    /// POSIX sh that prints the public half.
    package var command: String

    package init(command: String) {
        self.command = command
    }
}

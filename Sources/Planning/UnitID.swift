/// One transaction's place: a device and what it belongs to there.
package struct UnitID: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    /// Name of a gateway or id of a node.
    package var host: String
    /// A domain's code, or `host`.
    package var scope: String

    package init(host: String, scope: String) {
        self.host = host
        self.scope = scope
    }

    package var description: String { "\(host)/\(scope)" }

    package static func < (one: UnitID, other: UnitID) -> Bool {
        (one.host, one.scope) < (other.host, other.scope)
    }
}

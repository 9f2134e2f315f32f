/// Of whom a verdict is.
package struct Subject: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
        /// The key exchange as a whole: broker and MQTT server.
        case exchange
        case domain
        case gateway
        /// Nodes of a domain that are linked with one another.
        case island
        case node

        /// In the order above, in which people look for a cause.
        package static func < (one: Kind, other: Kind) -> Bool { one.place < other.place }

        private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package var kind: Kind
    /// A domain's code, a gateway's name, a node's id; an island's name as `Topology` has it; the broker's URL.
    package var name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    package var description: String { "\(kind.rawValue) \(name)" }

    package static func < (one: Subject, other: Subject) -> Bool { (one.kind, one.name) < (other.kind, other.name) }
}

/// Of whom a verdict is.
package struct Subject: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// The key exchange as a whole: broker and MQTT server.
        case exchange
        case domain
        case gateway
        case island
        case node
    }

    package var kind: Kind
    /// A domain's code, a gateway's name, a node's id, an island's smallest node; the broker's URL.
    package var name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    package var description: String { "\(kind.rawValue) \(name)" }

    package static func < (one: Subject, other: Subject) -> Bool {
        (order(one.kind), one.name) < (order(other.kind), other.name)
    }

    private static func order(_ kind: Kind) -> Int { Kind.allCases.firstIndex(of: kind) ?? 0 }
}

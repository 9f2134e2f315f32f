/// A way for packets between a node and something else.
package struct Link: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Two nodes that hear one another, by radio or cable.
        case mesh
        /// A node's tunnel to a gateway.
        case vpn
    }

    package var kind: Kind
    /// Id of a node; the smaller one of two.
    package var node: String
    /// Id of the other node, or the gateway's name.
    package var peer: String

    private init(kind: Kind, node: String, peer: String) {
        self.kind = kind
        self.node = node
        self.peer = peer
    }

    /// Between two nodes, whichever is named first.
    package static func mesh(_ one: String, _ other: String) -> Link {
        Link(kind: .mesh, node: min(one, other), peer: max(one, other))
    }

    package static func vpn(node: String, gateway: String) -> Link {
        Link(kind: .vpn, node: node, peer: gateway)
    }
}

extension Link: Comparable, CustomStringConvertible {
    package static func < (one: Link, other: Link) -> Bool {
        (one.node, one.peer, one.kind.rawValue) < (other.node, other.peer, other.kind.rawValue)
    }

    /// `02caffee0001–gw04`.
    package var description: String { "\(node)–\(peer)" }
}

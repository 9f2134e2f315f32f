package import FleetModel

/// Whom to ask what nodes tell of themselves.
package struct ResponddQuestion: Sendable, Hashable {
    package var address: IPAddress
    /// The interface that leads there; needed for link-local addresses and groups.
    package var interface: String?
    package var port: UInt16
    /// Answers after which no more are waited for.
    package var limit: Int

    /// What Gluon's respondd listens to.
    package static let port: UInt16 = 1001
    /// Nodes in one domain, with room.
    private static let mostNodes = 10_000

    /// Asks one node.
    package static func node(_ address: IPAddress, interface: String? = nil, port: UInt16 = port) -> ResponddQuestion {
        ResponddQuestion(address: address, interface: interface, port: port, limit: 1)
    }

    /// Asks all nodes of the mesh behind an interface, as a bridge or batman-adv interface.
    ///
    /// Answers beyond `limit` are left.
    package static func everyone(on interface: String, limit: Int = mostNodes) -> ResponddQuestion {
        ResponddQuestion(address: everyone, interface: interface, port: port, limit: limit)
    }

    /// `ff02::2:1001`, which all nodes have joined.
    private static let everyone =
        IPAddress(bytes: [0xff, 0x02] + Array(repeating: 0, count: 11) + [2, 0x10, 0x01]) ?? .unknown

    /// Whether only the one that is asked may answer.
    var isPersonal: Bool { address.bytes.first != 0xff }
}

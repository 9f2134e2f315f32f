import FleetModel
import GRDB

/// A row of `link`.
struct LinkRecord: StoredRecord {
    static let databaseTableName = "link"

    var node: String
    /// The other node of a mesh link.
    var peerNode: String?
    /// The other end of a tunnel.
    var gateway: String?
    var importId: Int64

    init(_ link: Link, importID: Int64) {
        node = link.node
        switch link.kind {
        case .mesh: peerNode = link.peer
        case .vpn: gateway = link.peer
        }
        importId = importID
    }

    /// nil where the table's checks were broken.
    var link: Link? {
        if let peerNode { return .mesh(node, peerNode) }
        return gateway.map { .vpn(node: node, gateway: $0) }
    }
}

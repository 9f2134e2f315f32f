import FleetModel
import GRDB

/// A row of `node`.
struct NodeRecord: StoredRecord {
    enum Jump: String, Codable {
        case direct
        case anyGateway = "any-gateway"
        case gateway
    }

    static let databaseTableName = "node"

    var id: String
    var hostname: String
    var domain: String
    var address: String?
    var jump: Jump
    var jumpGateway: String?
    var state: Node.State
    var model: String?
    var firmware: String?
    var online: Bool?
    var clients: Int?
    var importId: Int64

    init(_ node: Node, importID: Int64) {
        id = node.id
        hostname = node.hostname
        domain = node.domain
        address = node.address
        switch node.jump {
        case .direct: jump = .direct
        case .anyGateway: jump = .anyGateway
        case .gateway(let name):
            jump = .gateway
            jumpGateway = name
        }
        state = node.state
        model = node.model
        firmware = node.firmware
        online = node.online
        clients = node.clients
        importId = importID
    }

    var node: Node {
        Node(
            id: id,
            hostname: hostname,
            domain: domain,
            address: address,
            jump: way,
            state: state,
            model: model,
            firmware: firmware,
            online: online,
            clients: clients
        )
    }

    private var way: Node.Jump {
        switch jump {
        case .direct: .direct
        case .anyGateway: .anyGateway
        case .gateway: jumpGateway.map(Node.Jump.gateway) ?? .direct
        }
    }
}

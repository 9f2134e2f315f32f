import FleetModel
import GRDB

/// A row of `node`, read and written by position: there may be a million of them.
struct NodeRecord: FetchableRecord {
    static let databaseTableName = "node"

    private static let columns = [
        "id", "hostname", "domain", "address", "jump", "jump_gateway", "state", "model", "firmware", "firmware_base",
        "autoupdater_branch", "online", "clients", "first_seen", "last_seen", "uptime", "memory", "gateway",
        "fastd_key", "wireguard_key", "contact", "latitude", "longitude", "import_id",
    ]
    /// All, by id.
    static let selection = "SELECT \(columns.joined(separator: ", ")) FROM node ORDER BY id"
    static let insertion =
        "INSERT INTO node (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"

    private static let direct = "direct"
    private static let anyGateway = "any-gateway"

    var node: Node
    var importID: Int64

    init(_ node: Node, importID: Int64) {
        self.node = node
        self.importID = importID
    }

    /// - Parameter row: of `selection`.
    /// - Throws: `DatabaseError` for a row that breaks the table's checks.
    init(row: Row) throws {
        guard let state = Node.State(rawValue: row[6]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a node's state is unknown")
        }
        node = Node(
            id: row[0],
            hostname: row[1],
            domain: row[2],
            address: row[3],
            jump: Self.jump(row[4], gateway: row[5]),
            state: state,
            model: row[7],
            firmware: row[8],
            firmwareBase: row[9],
            autoupdaterBranch: row[10],
            online: row[11],
            clients: row[12],
            firstSeen: row[13],
            lastSeen: row[14],
            uptime: row[15],
            memory: row[16],
            gateway: row[17],
            fastdKey: row[18],
            wireGuardKey: row[19],
            contact: row[20],
            latitude: row[21],
            longitude: row[22]
        )
        importID = row[23]
    }

    /// Of `insertion`.
    var arguments: StatementArguments {
        let (jump, jumpGateway): (String, String?) =
            switch node.jump {
            case .direct: (Self.direct, nil)
            case .anyGateway: (Self.anyGateway, nil)
            case .gateway(let name): ("gateway", name)
            }
        return [
            node.id, node.hostname, node.domain, node.address, jump, jumpGateway, node.state.rawValue, node.model,
            node.firmware, node.firmwareBase, node.autoupdaterBranch, node.online, node.clients, node.firstSeen,
            node.lastSeen, node.uptime, node.memory, node.gateway, node.fastdKey, node.wireGuardKey, node.contact,
            node.latitude, node.longitude, importID,
        ]
    }

    private static func jump(_ word: String, gateway: String?) -> Node.Jump {
        switch word {
        case anyGateway: .anyGateway
        case direct: .direct
        default: gateway.map(Node.Jump.gateway) ?? .direct
        }
    }
}

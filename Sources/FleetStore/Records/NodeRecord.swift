import FleetModel
import GRDB

/// A row of `node`, read and written by position: there may be a million of them.
struct NodeRecord {
    static let databaseTableName = "node"

    private static let columns = [
        "id", "hostname", "domain", "address", "jump", "jump_gateway", "state", "model", "firmware", "firmware_base",
        "autoupdater_branch", "online", "clients", "first_seen", "last_seen", "uptime", "memory", "gateway",
        "fastd_key", "wireguard_key", "contact", "latitude", "longitude", "import_id",
    ]
    /// What lists show and selectors look at.
    private static let listedColumns: Set = [
        "id", "hostname", "domain", "address", "state", "model", "firmware", "online", "clients", "import_id",
    ]
    /// All, by id.
    static let selection = "SELECT \(columns.joined(separator: ", ")) FROM node ORDER BY id"
    /// The same with NULL for what lists don't show.
    static let listing = """
        SELECT \(columns.map { listedColumns.contains($0) ? $0 : "NULL" }.joined(separator: ", ")) FROM node ORDER BY id
        """
    static let insertion = BulkInsertion(into: databaseTableName, columns: columns)

    private static let direct = "direct"
    private static let anyGateway = "any-gateway"

    var node: Node
    var importID: Int64

    init(_ node: Node, importID: Int64) {
        self.node = node
        self.importID = importID
    }

    /// - Parameter row: of `selection` or `listing`.
    /// - Throws: `DatabaseError` for a row that breaks the table's checks.
    init(_ row: RowReader) throws {
        guard let id = row.text(0), let hostname = row.text(1), let domain = row.word(2),
            let state = row.word(6).flatMap(Node.State.init), let importID = row.integer(23)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a node lacks what each has") }
        node = Node(
            id: id,
            hostname: hostname,
            domain: domain,
            address: row.text(3),
            jump: Self.jump(row.word(4), gateway: row.word(5)),
            state: state,
            model: row.word(7),
            firmware: row.word(8),
            firmwareBase: row.word(9),
            autoupdaterBranch: row.word(10),
            online: row.flag(11),
            clients: row.integer(12),
            firstSeen: row.integer(13),
            lastSeen: row.integer(14),
            uptime: row.integer(15),
            memory: row.integer(16),
            gateway: row.word(17),
            fastdKey: row.text(18),
            wireGuardKey: row.text(19),
            contact: row.text(20),
            latitude: row.number(21),
            longitude: row.number(22)
        )
        self.importID = Int64(importID)
    }

    /// Binds a row of `insertion`.
    static func bind(_ node: borrowing Node, to writer: RowWriter, importID: Int64) {
        let (jump, jumpGateway): (String, String?) =
            switch node.jump {
            case .direct: (direct, nil)
            case .anyGateway: (anyGateway, nil)
            case .gateway(let name): ("gateway", name)
            }
        writer.bind(node.id)
        writer.bind(node.hostname)
        writer.bind(node.domain)
        writer.bind(node.address)
        writer.bind(jump)
        writer.bind(jumpGateway)
        writer.bind(node.state.rawValue)
        writer.bind(node.model)
        writer.bind(node.firmware)
        writer.bind(node.firmwareBase)
        writer.bind(node.autoupdaterBranch)
        writer.bind(node.online)
        writer.bind(node.clients)
        writer.bind(node.firstSeen)
        writer.bind(node.lastSeen)
        writer.bind(node.uptime)
        writer.bind(node.memory)
        writer.bind(node.gateway)
        writer.bind(node.fastdKey)
        writer.bind(node.wireGuardKey)
        writer.bind(node.contact)
        writer.bind(node.latitude)
        writer.bind(node.longitude)
        writer.bind(importID)
    }

    private static func jump(_ word: String?, gateway: String?) -> Node.Jump {
        switch word {
        case anyGateway: .anyGateway
        case direct: .direct
        default: gateway.map(Node.Jump.gateway) ?? .direct
        }
    }
}

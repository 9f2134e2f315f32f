import FleetModel
import GRDB

/// A row of `node`, read and written by position: there may be a million of them.
enum NodeRecord {
    static let databaseTableName = "node"

    /// What lists show and selectors look at.
    private static let listedColumns = [
        "id", "hostname", "domain", "address", "state", "model", "firmware", "online", "clients",
    ]
    private static let columns =
        listedColumns + [
            "jump", "jump_gateway", "firmware_base", "autoupdater_branch", "first_seen", "last_seen", "uptime",
            "memory", "gateway", "fastd_key", "wireguard_key", "contact", "latitude", "longitude",
        ]
    /// All, by id.
    static let selection = "SELECT \(columns.joined(separator: ", ")) FROM node ORDER BY id"
    /// The same as far as lists show it.
    static let listing = "SELECT \(listedColumns.joined(separator: ", ")) FROM node ORDER BY id"
    static let insertion = BulkInsertion(into: databaseTableName, columns: columns + ["import_id"])

    private static let direct = "direct"
    private static let anyGateway = "any-gateway"

    /// A node with all that is known of it.
    ///
    /// - Parameter row: of `selection`.
    /// - Returns: the node.
    /// - Throws: `DatabaseError` for a row that breaks the table's checks.
    static func node(_ row: RowCursor) throws -> Node {
        var node = try listed(row)
        node.jump = jump(row.word(9), gateway: row.word(10))
        node.firmwareBase = row.word(11)
        node.autoupdaterBranch = row.word(12)
        node.firstSeen = row.integer(13)
        node.lastSeen = row.integer(14)
        node.uptime = row.integer(15)
        node.memory = row.integer(16)
        node.gateway = row.word(17)
        node.fastdKey = row.text(18)
        node.wireGuardKey = row.text(19)
        node.contact = row.text(20)
        node.latitude = row.number(21)
        node.longitude = row.number(22)
        return node
    }

    /// A node of which only that is known which lists show.
    ///
    /// - Parameter row: of `listing`.
    /// - Returns: the node.
    /// - Throws: `DatabaseError` for a row that breaks the table's checks.
    static func listed(_ row: RowCursor) throws -> Node {
        guard let id = row.text(0), let hostname = row.text(1), let domain = row.word(2),
            let state = row.word(4).flatMap(Node.State.init)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a node lacks what each has") }
        return Node(
            id: id,
            hostname: hostname,
            domain: domain,
            address: row.text(3),
            jump: .direct,
            state: state,
            model: row.word(5),
            firmware: row.word(6),
            online: row.flag(7),
            clients: row.integer(8)
        )
    }

    /// Adds a row of `insertion`.
    static func add(_ node: borrowing Node, to block: inout RowBlock, importID: Int64) {
        let (jump, jumpGateway): (String, String?) =
            switch node.jump {
            case .direct: (direct, nil)
            case .anyGateway: (anyGateway, nil)
            case .gateway(let name): ("gateway", name)
            }
        block.add(node.id)
        block.add(node.hostname)
        block.add(node.domain)
        block.add(node.address)
        block.add(node.state.rawValue)
        block.add(node.model)
        block.add(node.firmware)
        block.add(node.online)
        block.add(node.clients)
        block.add(jump)
        block.add(jumpGateway)
        block.add(node.firmwareBase)
        block.add(node.autoupdaterBranch)
        block.add(node.firstSeen)
        block.add(node.lastSeen)
        block.add(node.uptime)
        block.add(node.memory)
        block.add(node.gateway)
        block.add(node.fastdKey)
        block.add(node.wireGuardKey)
        block.add(node.contact)
        block.add(node.latitude)
        block.add(node.longitude)
        block.add(importID)
    }

    private static func jump(_ word: String?, gateway: String?) -> Node.Jump {
        switch word {
        case anyGateway: .anyGateway
        case direct: .direct
        default: gateway.map(Node.Jump.gateway) ?? .direct
        }
    }
}

import FleetModel
import GRDB

/// A row of `node`, read and written by position: there may be a million of them.
enum NodeRecord {
    static let databaseTableName = "node"

    private static let columns = [
        "id", "hostname", "domain", "address", "jump", "jump_gateway", "state", "model", "firmware", "firmware_base",
        "autoupdater_branch", "online", "clients", "first_seen", "last_seen", "uptime", "memory", "gateway",
        "fastd_key", "wireguard_key", "contact", "latitude", "longitude",
    ]
    /// All, by id.
    static let selection = "SELECT \(columns.joined(separator: ", ")) FROM node ORDER BY id"
    /// The same as far as lists show it and selectors look at it.
    static let listing = """
        SELECT id, hostname, domain, address, state, model, firmware, online, clients FROM node ORDER BY id
        """
    static let insertion = BulkInsertion(into: databaseTableName, columns: columns + ["import_id"])

    private static let direct = "direct"
    private static let anyGateway = "any-gateway"

    /// A node with all that is known of it.
    ///
    /// - Parameter row: of `selection`.
    /// - Returns: the node.
    /// - Throws: `DatabaseError` for a row that breaks the table's checks.
    static func node(_ row: RowCursor) throws -> Node {
        guard let id = row.text(0), let hostname = row.text(1), let domain = row.word(2),
            let state = row.word(6).flatMap(Node.State.init)
        else { throw incomplete }
        return Node(
            id: id,
            hostname: hostname,
            domain: domain,
            address: row.text(3),
            jump: jump(row.word(4), gateway: row.word(5)),
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
    }

    /// A node of which only that is known which lists show.
    ///
    /// - Parameter row: of `listing`.
    /// - Returns: the node.
    /// - Throws: `DatabaseError` for a row that breaks the table's checks.
    static func listed(_ row: RowCursor) throws -> Node {
        guard let id = row.text(0), let hostname = row.text(1), let domain = row.word(2),
            let state = row.word(4).flatMap(Node.State.init)
        else { throw incomplete }
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

    private static var incomplete: DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a node lacks what each has")
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
        block.add(jump)
        block.add(jumpGateway)
        block.add(node.state.rawValue)
        block.add(node.model)
        block.add(node.firmware)
        block.add(node.firmwareBase)
        block.add(node.autoupdaterBranch)
        block.add(node.online)
        block.add(node.clients)
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

import FleetModel

/// A row of `told_node`, read and written by position: there may be a million of them.
enum ToldNodeRecord {
    private static let columns = [
        "hostname", "domain", "addresses", "jump", "jump_gateway", "state", "model", "firmware", "firmware_base",
        "autoupdater_branch", "online", "clients", "first_seen", "last_seen", "uptime", "memory", "gateway",
        "fastd_key", "wireguard_key", "uses_fastd", "uses_wireguard", "tunnels", "contact", "latitude", "longitude",
        "is_gateway",
    ]
    /// Of one source, by id.
    static let selection = """
        SELECT id, \(columns.joined(separator: ", ")) FROM told_node WHERE source_id = ? ORDER BY id
        """
    /// What a source tells of one node, and as the 28th column the time since when.
    static let selectionOfOne = """
        SELECT id, \(columns.joined(separator: ", ")), since FROM told_node WHERE source_id = ? AND id = ?
        """
    static let insertion = BulkInsertion(into: "told_node", columns: ["source_id", "since", "digest", "id"] + columns)

    /// What a source tells of a node.
    ///
    /// - Parameter row: of `selection` or `selectionOfOne`.
    /// - Returns: the facts.
    static func facts(_ row: RowCursor) -> NodeFacts {
        var facts = NodeFacts(id: row.text(0) ?? "")
        facts.hostname = row.text(1)
        facts.domain = row.word(2)
        facts.addresses = lines(row.text(3)) ?? []
        facts.jump = jump(row.word(4), gateway: row.word(5))
        facts.state = row.word(6).flatMap(Node.State.init)
        facts.model = row.word(7)
        facts.firmware = row.word(8)
        facts.firmwareBase = row.word(9)
        facts.autoupdaterBranch = row.word(10)
        facts.online = row.flag(11)
        facts.clients = row.integer(12)
        facts.firstSeen = row.integer(13)
        facts.lastSeen = row.integer(14)
        facts.uptime = row.integer(15)
        facts.memory = row.integer(16)
        facts.gateway = row.word(17)
        facts.fastdKey = row.text(18)
        facts.wireGuardKey = row.text(19)
        facts.usesFastd = row.flag(20)
        facts.usesWireGuard = row.flag(21)
        facts.tunnels = lines(row.text(22))
        facts.contact = row.text(23)
        facts.latitude = row.number(24)
        facts.longitude = row.number(25)
        facts.isGateway = row.flag(26) ?? false
        return facts
    }

    /// Adds a row of `insertion`.
    static func add(
        _ facts: borrowing NodeFacts,
        to block: inout RowBlock,
        source: Int64,
        since: Int,
        digest: Int64
    ) {
        let (jump, jumpGateway): (String?, String?) =
            switch facts.jump {
            case nil: (nil, nil)
            case .direct: ("direct", nil)
            case .anyGateway: ("any-gateway", nil)
            case .gateway(let name): ("gateway", name)
            }
        block.add(source)
        block.add(since)
        block.add(digest)
        block.add(facts.id)
        block.add(facts.hostname)
        block.add(facts.domain)
        block.add(facts.addresses.joined(separator: "\n"))
        block.add(jump)
        block.add(jumpGateway)
        block.add(facts.state?.rawValue)
        block.add(facts.model)
        block.add(facts.firmware)
        block.add(facts.firmwareBase)
        block.add(facts.autoupdaterBranch)
        block.add(facts.online)
        block.add(facts.clients)
        block.add(facts.firstSeen)
        block.add(facts.lastSeen)
        block.add(facts.uptime)
        block.add(facts.memory)
        block.add(facts.gateway)
        block.add(facts.fastdKey)
        block.add(facts.wireGuardKey)
        block.add(facts.usesFastd)
        block.add(facts.usesWireGuard)
        block.add(facts.tunnels?.joined(separator: "\n"))
        block.add(facts.contact)
        block.add(facts.latitude)
        block.add(facts.longitude)
        block.add(facts.isGateway)
    }

    private static func jump(_ word: String?, gateway: String?) -> Node.Jump? {
        switch word {
        case "direct": .direct
        case "any-gateway": .anyGateway
        case "gateway": gateway.map(Node.Jump.gateway)
        default: nil
        }
    }

    private static func lines(_ text: String?) -> [String]? {
        text.map { $0.split(separator: "\n").map(String.init) }
    }
}

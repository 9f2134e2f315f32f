import FleetModel
import GRDB

/// A row of `told_node`, read and written by position: there may be a million of them.
struct ToldNodeRecord: FetchableRecord {
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
    /// What a source tells of one node, with the time since when.
    static let selectionOfOne = """
        SELECT id, \(columns.joined(separator: ", ")), since FROM told_node WHERE source_id = ? AND id = ?
        """
    /// Replaces what was told before.
    static let insertion = """
        INSERT OR REPLACE INTO told_node (source_id, since, digest, id, \(columns.joined(separator: ", ")))
        VALUES (?, ?, ?, ?, \(columns.map { _ in "?" }.joined(separator: ", ")))
        """

    var facts: NodeFacts

    init(_ facts: NodeFacts) {
        self.facts = facts
    }

    /// - Parameter row: of `selection`.
    init(row: Row) {
        facts = NodeFacts(id: row[0])
        facts.hostname = row[1]
        facts.domain = row[2]
        facts.addresses = Self.lines(row[3]) ?? []
        facts.jump = Self.jump(row[4], gateway: row[5])
        facts.state = (row[6] as String?).flatMap(Node.State.init)
        facts.model = row[7]
        facts.firmware = row[8]
        facts.firmwareBase = row[9]
        facts.autoupdaterBranch = row[10]
        facts.online = row[11]
        facts.clients = row[12]
        facts.firstSeen = row[13]
        facts.lastSeen = row[14]
        facts.uptime = row[15]
        facts.memory = row[16]
        facts.gateway = row[17]
        facts.fastdKey = row[18]
        facts.wireGuardKey = row[19]
        facts.usesFastd = row[20]
        facts.usesWireGuard = row[21]
        facts.tunnels = Self.lines(row[22])
        facts.contact = row[23]
        facts.latitude = row[24]
        facts.longitude = row[25]
        facts.isGateway = row[26]
    }

    /// Of `insertion`.
    func arguments(source: Int64, since: Int, digest: Int64) -> StatementArguments {
        let (jump, jumpGateway): (String?, String?) =
            switch facts.jump {
            case nil: (nil, nil)
            case .direct: ("direct", nil)
            case .anyGateway: ("any-gateway", nil)
            case .gateway(let name): ("gateway", name)
            }
        return [
            source, since, digest, facts.id, facts.hostname, facts.domain, facts.addresses.joined(separator: "\n"),
            jump,
            jumpGateway, facts.state?.rawValue, facts.model, facts.firmware, facts.firmwareBase,
            facts.autoupdaterBranch, facts.online, facts.clients, facts.firstSeen, facts.lastSeen, facts.uptime,
            facts.memory, facts.gateway, facts.fastdKey, facts.wireGuardKey, facts.usesFastd, facts.usesWireGuard,
            facts.tunnels?.joined(separator: "\n"), facts.contact, facts.latitude, facts.longitude, facts.isGateway,
        ]
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

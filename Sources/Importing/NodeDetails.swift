import FleetModel

/// The fields of a node in an inventory that planning can do without.
struct NodeDetails {
    static let fields = [
        "firmware_base", "autoupdater_branch", "online", "clients", "first_seen", "last_seen", "uptime", "memory",
        "gateway", "fastd_key", "wireguard_key", "contact", "latitude", "longitude",
    ]
    private static let counts = 0...Int(UInt32.max)
    private static let times = 0...253_402_300_799

    private let fields: ConfigMapping

    init(_ fields: ConfigMapping) {
        self.fields = fields
    }

    func added(to node: Node) -> Node {
        var node = node
        node.firmwareBase = fields.optional("firmware_base")?.line()
        node.autoupdaterBranch = fields.optional("autoupdater_branch")?.line()
        node.online = fields.optional("online")?.boolean()
        node.clients = fields.optional("clients")?.integer(in: Self.counts)
        node.firstSeen = fields.optional("first_seen")?.integer(in: Self.times)
        node.lastSeen = fields.optional("last_seen")?.integer(in: Self.times)
        node.uptime = fields.optional("uptime")?.integer(in: Self.counts)
        node.memory = fields.optional("memory")?.integer(in: Self.counts)
        node.gateway = fields.optional("gateway")?.line()
        node.fastdKey = fields.optional("fastd_key").flatMap(fastdKey)
        node.wireGuardKey = fields.optional("wireguard_key").flatMap(wireGuardKey)
        node.contact = fields.optional("contact")?.line()
        node.latitude = fields.optional("latitude")?.coordinate(in: -90...90)
        node.longitude = fields.optional("longitude")?.coordinate(in: -180...180)
        return node
    }

    private func fastdKey(_ node: ConfigNode) -> String? {
        guard let key = node.string() else { return nil }
        return FastdKey.normalised(key) ?? node.unexpected("64 hexadecimal digits")
    }

    private func wireGuardKey(_ node: ConfigNode) -> String? {
        guard let key = node.string() else { return nil }
        return (try? WireGuardKey(key))?.base64 ?? node.unexpected("a WireGuard public key in base64")
    }
}

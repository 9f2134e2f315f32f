import FleetModel

/// Reads one node of a map, in the shape of nodes.json or of meshviewer.json.
struct MapNodeReader {
    /// How a map writes its nodes.
    enum Shape {
        /// As respondd's answers: `nodeinfo`, `statistics` and what the collector adds.
        case answers
        /// All in one object.
        case flat
    }

    let withPersonalData: Bool
    var vocabulary = Vocabulary()
    /// Nil before the first node.
    private(set) var shape: Shape?
    /// Yanic's state says so beside the answers, nodes.json in `flags`.
    private(set) var isState = false

    /// MAC addresses of the last node's interfaces, and of those that it hears; only where links are asked for.
    var interfaces: [String] = []
    var neighbours: [String] = []
    private let withLinks: Bool

    var facts = NodeFacts(id: "")
    var startedAt: Int?
    var hasAutoupdater: Bool?

    /// - Parameters:
    ///   - withPersonalData: contacts and coordinates are wanted.
    ///   - withLinks: whom nodes hear is wanted.
    init(withPersonalData: Bool, withLinks: Bool = false) {
        self.withPersonalData = withPersonalData
        self.withLinks = withLinks
    }

    /// - Parameters:
    ///   - reader: before the node.
    ///   - key: under which the node stands, if it has one.
    /// - Returns: nil for a node without id.
    /// - Throws: `ConfigErrors` for what isn't JSON.
    mutating func node(_ reader: inout JSONReader, key: String?) throws(ConfigErrors) -> NodeFacts? {
        begin()
        try reader.object { reader, name throws(ConfigErrors) in try member(name, &reader) }
        if facts.id.isEmpty { facts.id = key ?? "" }
        return finish()
    }

    /// Reads one answer of respondd.
    ///
    /// - Parameters:
    ///   - reader: before the answer.
    ///   - special: takes the value of a member that isn't respondd's, and returns true then.
    /// - Returns: nil for an answer without a node's id.
    /// - Throws: `ConfigErrors` for what isn't JSON.
    mutating func answer(
        _ reader: inout JSONReader,
        special: (inout JSONReader, String) throws(ConfigErrors) -> Bool
    ) throws(ConfigErrors) -> NodeFacts? {
        begin()
        try reader.object { reader, name throws(ConfigErrors) in
            if try !special(&reader, name) { try member(name, &reader) }
        }
        return finish()
    }

    private mutating func begin() {
        facts = NodeFacts(id: "")
        startedAt = nil
        hasAutoupdater = nil
        interfaces = []
        neighbours = []
    }

    private mutating func finish() -> NodeFacts? {
        guard (1...64).contains(facts.id.utf8.count) else { return nil }
        if facts.id.utf8.count == 12 { facts.id = facts.id.lowercased() }
        if hasAutoupdater == false { facts.autoupdaterBranch = nil }
        if let startedAt, let lastSeen = facts.lastSeen, startedAt <= lastSeen { facts.uptime = lastSeen - startedAt }
        return facts
    }

    private mutating func member(_ name: String, _ reader: inout JSONReader) throws(ConfigErrors) {
        switch name {
        case "nodeinfo":
            shape = shape ?? .answers
            try reader.object { reader, name throws(ConfigErrors) in try info(name, &reader) }
        case "statistics": try reader.object { reader, name throws(ConfigErrors) in try statistics(name, &reader) }
        case "neighbours" where withLinks: try hears(&reader)
        case "flags": try reader.object { reader, name throws(ConfigErrors) in try flag(name, &reader) }
        case "lastseen": facts.lastSeen = try time(&reader)
        case "firstseen": facts.firstSeen = try time(&reader)
        case "online":
            isState = true
            facts.online = try reader.boolean()
        case "gateway":
            // Yanic's state tells whether it is one, meshviewer.json which one it has.
            if try reader.kind() == .flag {
                facts.isGateway = try reader.boolean() ?? false
            } else {
                try common(name, &reader)
            }
        case "node_id":
            shape = shape ?? .flat
            facts.id = try reader.string() ?? ""
        case "is_online": facts.online = try reader.boolean()
        case "is_gateway": facts.isGateway = try reader.boolean() ?? false
        case "domain": facts.domain = try word(&reader)
        case "address": facts.addresses += try address(&reader).map { [$0] } ?? []
        case "addresses": try addresses(&reader)
        case "firmware": try firmware(&reader)
        case "autoupdater": try autoupdater(&reader)
        case "model": facts.model = try word(&reader)
        case "owner", "contact":
            if withPersonalData, try reader.kind() == .text {
                facts.contact = try line(&reader)
            } else {
                try reader.skip()
            }
        case "uptime":
            if try reader.kind() == .text { startedAt = try time(&reader) } else { try common(name, &reader) }
        case "hostname", "location", "clients": try common(name, &reader)
        default: try reader.skip()
        }
    }

    /// What stands in both shapes, if at different places.
    private mutating func common(_ name: String, _ reader: inout JSONReader) throws(ConfigErrors) {
        switch name {
        case "hostname": facts.hostname = try line(&reader)
        case "location": try location(&reader)
        case "gateway": facts.gateway = try word(&reader)
        case "clients":
            if try reader.kind() == .object {
                try reader.object { reader, name throws(ConfigErrors) in
                    if name == "total" { facts.clients = try reader.count() } else { try reader.skip() }
                }
            } else {
                facts.clients = try reader.count()
            }
        case "uptime": facts.uptime = try reader.count()
        default: try reader.skip()
        }
    }

    private mutating func info(_ name: String, _ reader: inout JSONReader) throws(ConfigErrors) {
        switch name {
        case "node_id": facts.id = try reader.string() ?? ""
        case "network":
            try reader.object { reader, name throws(ConfigErrors) in
                switch name {
                case "addresses": try addresses(&reader)
                case "mesh_vpn": try provider(&reader)
                case "mesh" where withLinks: try meshInterfaces(&reader)
                case "mesh_interfaces" where withLinks: try addInterfaces(&reader)
                default: try reader.skip()
                }
            }
        case "owner":
            guard withPersonalData else { return try reader.skip() }
            try reader.object { reader, name throws(ConfigErrors) in
                if name == "contact" { facts.contact = try line(&reader) } else { try reader.skip() }
            }
        case "system":
            try reader.object { reader, name throws(ConfigErrors) in
                switch name {
                case "domain_code": facts.domain = try word(&reader)
                default: try reader.skip()
                }
            }
        case "software": try reader.object { reader, name throws(ConfigErrors) in try software(name, &reader) }
        case "hardware":
            try reader.object { reader, name throws(ConfigErrors) in
                if name == "model" { facts.model = try word(&reader) } else { try reader.skip() }
            }
        case "hostname", "location": try common(name, &reader)
        default: try reader.skip()
        }
    }

    private mutating func software(_ name: String, _ reader: inout JSONReader) throws(ConfigErrors) {
        switch name {
        case "autoupdater": try autoupdater(&reader)
        case "firmware": try firmware(&reader)
        case "fastd":
            try reader.object { reader, name throws(ConfigErrors) in
                switch name {
                case "enabled": facts.usesFastd = try reader.boolean()
                case "public_key": facts.fastdKey = try reader.string().flatMap { FastdKey.normalised($0) }
                default: try reader.skip()
                }
            }
        case "wireguard":
            try reader.object { reader, name throws(ConfigErrors) in
                switch name {
                case "enabled": facts.usesWireGuard = try reader.boolean()
                case "public_key": facts.wireGuardKey = try reader.string().flatMap { try? WireGuardKey($0).base64 }
                default: try reader.skip()
                }
            }
        default: try reader.skip()
        }
    }

    private mutating func statistics(_ name: String, _ reader: inout JSONReader) throws(ConfigErrors) {
        switch name {
        case "gateway", "clients", "uptime": try common(name, &reader)
        case "node_id":
            let id = try reader.string() ?? ""
            if facts.id.isEmpty { facts.id = id }
        case "memory":
            try reader.object { reader, name throws(ConfigErrors) in
                if name == "total" { facts.memory = try reader.count() } else { try reader.skip() }
            }
        case "mesh_vpn":
            facts.tunnels = facts.tunnels ?? []
            try tunnels(&reader)
        default: try reader.skip()
        }
    }

    private mutating func flag(_ name: String, _ reader: inout JSONReader) throws(ConfigErrors) {
        switch name {
        case "online": facts.online = try reader.boolean()
        case "gateway": facts.isGateway = try reader.boolean() ?? false
        default: try reader.skip()
        }
    }

    /// Groups of peers, which may hold groups again; a peer with which there is no tunnel is null.
    private mutating func tunnels(_ reader: inout JSONReader) throws(ConfigErrors) {
        try reader.object { reader, name throws(ConfigErrors) in
            switch name {
            case "groups":
                try reader.object { reader, _ throws(ConfigErrors) in try tunnels(&reader) }
            case "peers":
                try reader.object { reader, peer throws(ConfigErrors) in
                    if try reader.kind() == .object, peer.utf8.allSatisfy({ $0 > 0x20 }) { facts.tunnels?.append(peer) }
                    try reader.skip()
                }
            default: try reader.skip()
            }
        }
    }

    private mutating func provider(_ reader: inout JSONReader) throws(ConfigErrors) {
        var provider: String?
        var isEnabled: Bool?
        try reader.object { reader, name throws(ConfigErrors) in
            switch name {
            case "provider": provider = try reader.string()
            case "enabled": isEnabled = try reader.boolean()
            default: try reader.skip()
            }
        }
        switch provider {
        case "fastd": facts.usesFastd = isEnabled ?? facts.usesFastd
        case "wireguard": facts.usesWireGuard = isEnabled ?? facts.usesWireGuard
        default: break
        }
    }
}

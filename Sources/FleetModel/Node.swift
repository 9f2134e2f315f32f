/// A router with Gluon.
package struct Node: Sendable, Hashable, Codable {
    /// The VPN transport that a node is known to use.
    package enum State: String, Sendable, Hashable, Codable, CaseIterable {
        case fastd
        case dual
        case wireguard
        case meshOnly = "mesh-only"
        case offline
        case unknown
    }

    /// How a controller gets to a node.
    package enum Jump: Sendable, Hashable, Codable {
        case direct
        /// Any working gateway of the node's domain.
        case anyGateway
        case gateway(String)
    }

    /// Primary MAC address without colons, lower case: `02caffee0001`.
    package var id: String
    package var hostname: String
    /// Code of its domain.
    package var domain: String
    package var address: String?
    package var jump: Jump
    package var state: State
    package var model: String?
    /// Of the community: `v2023.2.1-003`.
    package var firmware: String?
    /// Of Gluon: `gluon-v2023.2.3`.
    package var firmwareBase: String?
    /// Nil where the autoupdater is off, too.
    package var autoupdaterBranch: String?
    package var online: Bool?
    package var clients: Int?
    /// Seconds since 1970.
    package var firstSeen: Int?
    /// Seconds since 1970.
    package var lastSeen: Int?
    /// Seconds, when it was last seen.
    package var uptime: Int?
    /// KiB of RAM.
    package var memory: Int?
    /// The gateway that it has chosen, as its source calls it: a name or a MAC address.
    package var gateway: String?
    /// 64 hexadecimal digits, lower case.
    package var fastdKey: String?
    /// 44 base64 characters.
    package var wireGuardKey: String?
    /// Personal: imported only when asked for.
    package var contact: String?
    /// Degrees; personal: imported only when asked for.
    package var latitude: Double?
    /// Degrees; personal: imported only when asked for.
    package var longitude: Double?

    package init(
        id: String,
        hostname: String,
        domain: String,
        address: String?,
        jump: Jump,
        state: State = .unknown,
        model: String? = nil,
        firmware: String? = nil,
        firmwareBase: String? = nil,
        autoupdaterBranch: String? = nil,
        online: Bool? = nil,
        clients: Int? = nil,
        firstSeen: Int? = nil,
        lastSeen: Int? = nil,
        uptime: Int? = nil,
        memory: Int? = nil,
        gateway: String? = nil,
        fastdKey: String? = nil,
        wireGuardKey: String? = nil,
        contact: String? = nil,
        latitude: Double? = nil,
        longitude: Double? = nil
    ) {
        self.id = id
        self.hostname = hostname
        self.domain = domain
        self.address = address
        self.jump = jump
        self.state = state
        self.model = model
        self.firmware = firmware
        self.firmwareBase = firmwareBase
        self.autoupdaterBranch = autoupdaterBranch
        self.online = online
        self.clients = clients
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.uptime = uptime
        self.memory = memory
        self.gateway = gateway
        self.fastdKey = fastdKey
        self.wireGuardKey = wireGuardKey
        self.contact = contact
        self.latitude = latitude
        self.longitude = longitude
    }
}

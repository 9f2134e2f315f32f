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
    package var firmware: String?
    package var online: Bool?
    package var clients: Int?

    package init(
        id: String,
        hostname: String,
        domain: String,
        address: String?,
        jump: Jump,
        state: State = .unknown,
        model: String? = nil,
        firmware: String? = nil,
        online: Bool? = nil,
        clients: Int? = nil
    ) {
        self.id = id
        self.hostname = hostname
        self.domain = domain
        self.address = address
        self.jump = jump
        self.state = state
        self.model = model
        self.firmware = firmware
        self.online = online
        self.clients = clients
    }
}

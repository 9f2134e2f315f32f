/// What one source tells of a node; nil stands for what it doesn't tell.
package struct NodeFacts: Sendable, Hashable {
    /// As the source has it: usually the primary MAC address without colons.
    package var id: String
    package var hostname: String?
    /// A domain's code or name.
    package var domain: String?
    /// IP addresses; of an inventory file the one by which SSH gets there, which may be a host name.
    package var addresses: [String] = []
    package var jump: Node.Jump?
    package var state: Node.State?
    package var model: String?
    package var firmware: String?
    package var firmwareBase: String?
    package var autoupdaterBranch: String?
    package var online: Bool?
    package var clients: Int?
    /// Seconds since 1970.
    package var firstSeen: Int?
    /// Seconds since 1970.
    package var lastSeen: Int?
    /// Seconds.
    package var uptime: Int?
    /// KiB.
    package var memory: Int?
    package var gateway: String?
    /// 64 hexadecimal digits, lower case.
    package var fastdKey: String?
    package var wireGuardKey: String?
    package var usesFastd: Bool?
    package var usesWireGuard: Bool?
    /// Names of the gateways to which it has a tunnel.
    package var tunnels: [String]?
    package var contact: String?
    package var latitude: Double?
    package var longitude: Double?
    /// A gateway that a map shows among its nodes.
    package var isGateway = false

    package init(id: String) {
        self.id = id
    }

    /// Leaves out what is personal.
    package mutating func removePersonalData() {
        contact = nil
        latitude = nil
        longitude = nil
    }
}

/// A batman-adv interface and its settings.
package struct BatmanMesh: Sendable, Hashable {
    /// Of the kernel module: `2022.3`.
    package var version: String
    package var algorithm: RoutingAlgorithm
    package var interface: String
    package var address: MACAddress
    /// The interface whose address is the participant's name; nil while it has none.
    package var primaryInterface: String?
    package var primaryAddress: MACAddress?
    package var gatewayMode: GatewayMode
    /// What it announces as a server.
    package var gatewayDown: Throughput?
    package var gatewayUp: Throughput?
    package var originatorInterval: Duration?
    /// From 0 to 255.
    package var hopPenalty: Int?
    package var bridgeLoopAvoidance: Bool?
    package var distributedARPTable: Bool?
    package var fragmentation: Bool?
    package var bonding: Bool?
    package var isolation: Bool?

    package init(
        version: String,
        algorithm: RoutingAlgorithm,
        interface: String,
        address: MACAddress,
        primaryInterface: String? = nil,
        primaryAddress: MACAddress? = nil,
        gatewayMode: GatewayMode = .off,
        gatewayDown: Throughput? = nil,
        gatewayUp: Throughput? = nil,
        originatorInterval: Duration? = nil,
        hopPenalty: Int? = nil,
        bridgeLoopAvoidance: Bool? = nil,
        distributedARPTable: Bool? = nil,
        fragmentation: Bool? = nil,
        bonding: Bool? = nil,
        isolation: Bool? = nil
    ) {
        self.version = version
        self.algorithm = algorithm
        self.interface = interface
        self.address = address
        self.primaryInterface = primaryInterface
        self.primaryAddress = primaryAddress
        self.gatewayMode = gatewayMode
        self.gatewayDown = gatewayDown
        self.gatewayUp = gatewayUp
        self.originatorInterval = originatorInterval
        self.hopPenalty = hopPenalty
        self.bridgeLoopAvoidance = bridgeLoopAvoidance
        self.distributedARPTable = distributedARPTable
        self.fragmentation = fragmentation
        self.bonding = bonding
        self.isolation = isolation
    }
}

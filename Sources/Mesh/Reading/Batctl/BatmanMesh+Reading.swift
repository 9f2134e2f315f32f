extension BatmanMesh {
    private struct Wire: Decodable {
        var version: String
        var algoName: String
        var meshIfname: String
        var meshAddress: MACAddress
        var hardIfname: String?
        var hardAddress: MACAddress?
        var gwMode: String?
        /// In 100 kbit/s.
        var gwBandwidthDown: JSONNumber<UInt32>?
        /// In 100 kbit/s.
        var gwBandwidthUp: JSONNumber<UInt32>?
        /// In ms.
        var origInterval: JSONNumber<UInt32>?
        var hopPenalty: JSONNumber<UInt8>?
        var bridgeLoopAvoidanceEnabled: Bool?
        var distributedArpTableEnabled: Bool?
        var fragmentationEnabled: Bool?
        var bondingEnabled: Bool?
        var apIsolationEnabled: Bool?

        enum CodingKeys: String, CodingKey {
            case version
            case algoName = "algo_name"
            case meshIfname = "mesh_ifname"
            case meshAddress = "mesh_address"
            case hardIfname = "hard_ifname"
            case hardAddress = "hard_address"
            case gwMode = "gw_mode"
            case gwBandwidthDown = "gw_bandwidth_down"
            case gwBandwidthUp = "gw_bandwidth_up"
            case origInterval = "orig_interval"
            case hopPenalty = "hop_penalty"
            case bridgeLoopAvoidanceEnabled = "bridge_loop_avoidance_enabled"
            case distributedArpTableEnabled = "distributed_arp_table_enabled"
            case fragmentationEnabled = "fragmentation_enabled"
            case bondingEnabled = "bonding_enabled"
            case apIsolationEnabled = "ap_isolation_enabled"
        }
    }

    /// Reads `batctl meshif … mesh_json`.
    package init(reading output: ToolOutput) throws(ReadingError) {
        let answer = try ToolAnswer(output, of: "batctl mesh_json")
        let wire = try answer.json(Wire.self)
        guard let algorithm = RoutingAlgorithm(rawValue: wire.algoName) else {
            throw answer.error(.unreadable, at: "/algo_name", "«\(ReadingError.excerpt(wire.algoName))» is unknown")
        }
        let mode = wire.gwMode ?? GatewayMode.off.rawValue
        guard let gatewayMode = GatewayMode(rawValue: mode) else {
            throw answer.error(.unreadable, at: "/gw_mode", "«\(ReadingError.excerpt(mode))» is unknown")
        }
        do throws(ValueError) {
            self.init(
                version: wire.version,
                algorithm: algorithm,
                interface: try InterfaceName.checked(wire.meshIfname, "mesh_ifname"),
                address: wire.meshAddress,
                primaryInterface: try wire.hardIfname.map { name throws(ValueError) in
                    try InterfaceName.checked(name, "hard_ifname")
                },
                primaryAddress: wire.hardAddress,
                gatewayMode: gatewayMode,
                gatewayDown: wire.gwBandwidthDown.map { Throughput(hundreds: $0.value) },
                gatewayUp: wire.gwBandwidthUp.map { Throughput(hundreds: $0.value) },
                originatorInterval: wire.origInterval.map { .milliseconds(Int64($0.value)) },
                hopPenalty: wire.hopPenalty.map { Int($0.value) },
                bridgeLoopAvoidance: wire.bridgeLoopAvoidanceEnabled,
                distributedARPTable: wire.distributedArpTableEnabled,
                fragmentation: wire.fragmentationEnabled,
                bonding: wire.bondingEnabled,
                isolation: wire.apIsolationEnabled
            )
        } catch {
            throw answer.error(.unreadable, at: "/\(error.name)", error.message)
        }
    }
}

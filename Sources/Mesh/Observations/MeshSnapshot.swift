package import FleetModel

/// All that was observed in one poll: the input of the checks.
package struct MeshSnapshot: Sendable {
    /// What came of asking a device.
    package enum Answer: Sendable {
        case observed(DeviceObservation)
        /// Why there is nothing, for people.
        case silent(String)

        package var observation: DeviceObservation? {
            if case .observed(let observation) = self { observation } else { nil }
        }
    }

    package var fleet: Fleet
    /// Seconds since 1970.
    package var takenAt: Int
    /// By name; those that were asked.
    package var gateways: [String: Answer]
    /// By id; those that were asked.
    package var nodes: [String: Answer]
    /// Nil where it wasn't asked.
    package var exchange: ExchangeObservation?
    /// HTTP status of the broker's answer to nodes' own keys, by node's id; empty where it wasn't asked.
    package var registrations: [String: Result<Int, ExchangeFailure>] = [:]
    /// Empty where nobody pinged.
    package var pings: [MeshPing] = []

    package init(
        fleet: Fleet,
        takenAt: Int,
        gateways: [String: Answer],
        nodes: [String: Answer] = [:],
        exchange: ExchangeObservation? = nil
    ) {
        self.fleet = fleet
        self.takenAt = takenAt
        self.gateways = gateways
        self.nodes = nodes
        self.exchange = exchange
    }
}

package import FleetModel

/// What broker and MQTT server of the key exchange say.
package struct ExchangeObservation: Sendable {
    /// What was heard over MQTT.
    package struct Heard: Sendable {
        /// By worker.
        package var online: [String: Bool] = [:]
        /// Peers with a young handshake, as workers count them each minute; by domain, then worker.
        package var connectedPeers: [String: [String: Int]] = [:]
        /// Public keys that workers tell nodes; by domain, then worker.
        package var publicKeys: [String: [String: WireGuardKey]] = [:]

        package init() {}
    }

    /// What the broker said over HTTP.
    package struct Answered: Sendable, Hashable {
        /// HTTP status of `/healthz`, or of `/` where the broker knows no such page, as wgkex's doesn't.
        package var status: Int
        /// Nil where the broker doesn't say.
        package var isConnected: Bool?
        package var workersOnline: Int?

        package init(status: Int, isConnected: Bool?, workersOnline: Int?) {
            self.status = status
            self.isConnected = isConnected
            self.workersOnline = workersOnline
        }
    }

    /// Nil where the inventory names no MQTT server.
    package var heard: Result<Heard, ExchangeFailure>?
    /// Nil where the inventory names no broker.
    package var answered: Result<Answered, ExchangeFailure>?

    package init(heard: Result<Heard, ExchangeFailure>?, answered: Result<Answered, ExchangeFailure>?) {
        self.heard = heard
        self.answered = answered
    }
}

/// Why the key exchange couldn't be asked.
package struct ExchangeFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}

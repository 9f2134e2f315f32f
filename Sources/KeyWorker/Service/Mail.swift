package import FleetModel
package import KeyExchange

/// What a worker has heard since it last looked.
package struct Mail: Sendable {
    /// By domain, in the order they came, each once.
    package var keys: [String: [WireGuardKey]] = [:]
    /// What workers say of themselves, the latest of each; nil if they took it back.
    package var gateways: [GatewayPlace: GatewayData?] = [:]
    /// Domains of which the server says that this worker serves them, and it isn't so; not all if they are very many.
    package var unserved: Set<String> = []
    package var malformed = 0
    package var retained = 0
    /// Keys above what can be taken at a time.
    package var overflowing = 0
    /// Whether the MQTT connection was made since, and with it all subscriptions.
    package var hasConnected = false
    /// Whether the server says that this worker is offline.
    package var isDeclaredOffline = false
    /// Whether an interface came, went or changed.
    package var haveInterfacesChanged = false

    package init() {}
}

/// What part a participant takes in batman-adv's choice of gateways.
package enum GatewayMode: String, Sendable, Hashable, Codable, CaseIterable {
    case off
    case client
    case server
}

/// How batman-adv finds paths.
package enum RoutingAlgorithm: String, Sendable, Hashable, Codable, CaseIterable {
    case batmanIV = "BATMAN_IV"
    case batmanV = "BATMAN_V"
}

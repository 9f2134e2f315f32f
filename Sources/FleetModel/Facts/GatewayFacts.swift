/// What one source tells of a gateway; nil stands for what it doesn't tell.
package struct GatewayFacts: Sendable, Hashable, Codable {
    package var name: String
    /// Where SSH reaches it.
    package var address: String?
    package var port: Int?
    /// What nodes dial.
    package var externalName: String?
    /// Codes of the domains that it serves.
    package var domains: [String]?
    /// By a domain's code: 64 hexadecimal digits, lower case.
    package var fastdKeys: [String: String]?
    /// By a domain's code, in base64.
    package var wireGuardKeys: [String: String]?
    /// The host that SSH goes through.
    package var jumpHost: String?

    package init(name: String) {
        self.name = name
    }

    /// Takes over what it doesn't tell itself.
    package mutating func add(_ other: GatewayFacts) {
        address = address ?? other.address
        port = port ?? other.port
        externalName = externalName ?? other.externalName
        domains = domains ?? other.domains
        fastdKeys = fastdKeys ?? other.fastdKeys
        wireGuardKeys = wireGuardKeys ?? other.wireGuardKeys
        jumpHost = jumpHost ?? other.jumpHost
    }
}

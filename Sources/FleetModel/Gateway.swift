/// A Debian server on which the VPN tunnels of many nodes end.
package struct Gateway: Sendable, Hashable, Codable {
    package var name: String
    /// Where SSH reaches it: a host name or an address.
    package var address: String
    /// SSH port; the inventory's default where it is nil.
    package var port: Int?
    /// The name or address that nodes and other gateways dial.
    package var externalName: String
    /// Codes of the domains that it serves.
    package var domains: [String]

    package init(name: String, address: String, port: Int?, externalName: String, domains: [String]) {
        self.name = name
        self.address = address
        self.port = port
        self.externalName = externalName
        self.domains = domains
    }
}

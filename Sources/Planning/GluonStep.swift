/// What Gluon's own programs, and the firmware's mesh VPN, do on a node.
package enum GluonStep: Sendable, Hashable, Codable {
    /// A transport whose traffic can be told to leave it.
    package enum Transport: String, Sendable, Hashable, Codable, CaseIterable {
        case fastd
        case wireguard
    }

    /// Sets the clock by NTP, over the WAN: handshakes break at the first one after a wrong clock was set right.
    case clockSync
    /// Has services read their settings again.
    case reload
    /// Derives the settings of these packages of UCI anew; whatever it writes comes back as a whole.
    case reconfigure(packages: [String])
    /// Makes another domain the node's; packages as in `reconfigure`.
    case domainSwitch(to: String, packages: [String])
    /// Takes firmware from another branch from now on.
    case autoupdaterBranch(String)
    /// Registers the node's key, and builds the tunnel to the gateway that the broker names.
    case brokerRegister
    /// Has traffic leave a transport, while both are up.
    case drain(Transport)

    /// What upgrade scripts are known to write.
    package static let packages = [
        "autoupdater", "batman-adv", "dhcp", "fastd", "firewall", "gluon", "network", "system", "wireguard", "wireless",
    ]
}

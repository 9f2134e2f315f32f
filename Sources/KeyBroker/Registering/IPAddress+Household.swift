import FleetModel

extension IPAddress {
    /// What one customer has: an address of IPv4, a /64 of IPv6.
    var household: IPAddress { isIPv4 ? self : prefix(64) }
}

/// A fastd tunnel that is up.
package struct FastdConnection: Sendable, Hashable {
    /// For how long.
    package var established: Duration
    /// `salsa2012+umac`, `null`; nil before the first packet.
    package var method: String?
    /// Addresses that were heard from the other end.
    package var addresses: [MACAddress]

    package init(established: Duration, method: String?, addresses: [MACAddress] = []) {
        self.established = established
        self.method = method
        self.addresses = addresses
    }
}

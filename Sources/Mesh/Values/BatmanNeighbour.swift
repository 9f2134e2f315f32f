/// A participant that is heard directly, on one interface.
package struct BatmanNeighbour: Sendable, Hashable {
    /// Of the neighbour's interface, not of its primary one.
    package var address: MACAddress
    package var interface: String
    package var lastSeen: Duration
    /// Nil under BATMAN_IV, which judges whole paths only.
    package var throughput: Throughput?

    package init(address: MACAddress, interface: String, lastSeen: Duration, throughput: Throughput?) {
        self.address = address
        self.interface = interface
        self.lastSeen = lastSeen
        self.throughput = throughput
    }
}

package import KeyExchange

/// A destination of a VXLAN interface's all-zeros entry.
package struct ForwardingEntry: Sendable, Hashable {
    package var destination: LinkLocalAddress
    /// Index of the interface that it goes out by; nil if the routing table decides.
    package var via: UInt32?

    package init(destination: LinkLocalAddress, via: UInt32?) {
        self.destination = destination
        self.via = via
    }
}

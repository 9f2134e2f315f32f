import FleetModel
package import KeyExchange

/// What a worker reads from the kernel and changes in it.
package protocol Kernel: Sendable {
    /// An interface by its name, nil if there is none.
    func interface(named name: String) throws(KernelError) -> KernelInterface?

    /// A WireGuard interface with all its peers.
    func wireGuard(_ index: UInt32) throws(KernelError) -> WireGuardDevice

    /// Link-local addresses that the main table has a route to, of prefix length 128 and over this interface.
    func routes(over index: UInt32) throws(KernelError) -> Set<LinkLocalAddress>

    /// Where a VXLAN interface sends what has no known destination.
    func forwarding(of index: UInt32) throws(KernelError) -> Set<ForwardingEntry>

    /// Makes changes in their order.
    ///
    /// What is as wanted already counts as done. A failure doesn't keep the kernel from the other changes.
    func perform(_ changes: [KernelChange]) -> [KernelFailure]
}

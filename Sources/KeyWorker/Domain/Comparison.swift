package import FleetModel

/// What follows from comparing what should be with what is.
package struct Comparison: Sendable, Hashable {
    package var changes: [KernelChange] = []
    /// Peers, routes and FDB entries that were missing.
    package var missing = 0
    /// Peers found in the kernel that are nodes', as after a restart.
    package var adopted = 0
    /// Keys that are not managed any longer, since they turned out not to be a node's.
    package var released: [WireGuardKey: Refusal] = [:]
}

/// Indexes of a domain's interfaces.
package struct DomainInterfaces: Sendable, Hashable {
    package var wireGuard: UInt32
    package var vxlan: UInt32

    package init(wireGuard: UInt32, vxlan: UInt32) {
        self.wireGuard = wireGuard
        self.vxlan = vxlan
    }
}

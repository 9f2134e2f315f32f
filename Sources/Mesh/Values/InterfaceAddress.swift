/// An address that an interface has.
package struct InterfaceAddress: Sendable, Hashable {
    package var interface: String
    /// The address and its network's length.
    package var address: AddressPrefix
    /// `global`, `link`, `host`.
    package var scope: String
    /// Whether it can't be used: not yet checked for being unique, or found not to be.
    package var isTentative: Bool

    package init(interface: String, address: AddressPrefix, scope: String, isTentative: Bool = false) {
        self.interface = interface
        self.address = address
        self.scope = scope
        self.isTentative = isTentative
    }
}

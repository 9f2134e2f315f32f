package import FleetModel

/// An entry of the kernel's routing table.
package struct Route: Sendable, Hashable {
    /// `::/0` for the default route.
    package var destination: AddressPrefix
    /// Nil for routes that lead nowhere, or several ways.
    package var interface: String?
    /// Who made it: `kernel`, `static`, `ra`, `boot`.
    package var origin: String
    package var gateway: IPAddress?
    package var metric: Int?

    package init(
        destination: AddressPrefix,
        interface: String?,
        origin: String,
        gateway: IPAddress? = nil,
        metric: Int? = nil
    ) {
        self.destination = destination
        self.interface = interface
        self.origin = origin
        self.gateway = gateway
        self.metric = metric
    }
}

/// An interface that batman-adv sends over.
package struct BatmanHardInterface: Sendable, Hashable {
    package var name: String
    /// Nil where `batctl` prints text.
    package var address: MACAddress?
    package var isActive: Bool
    /// What an admin has set instead of a measurement; nil if nothing is set.
    package var throughputOverride: Throughput?
    /// Between measurements of BATMAN_V.
    package var elpInterval: Duration?
    /// From 0 to 255.
    package var hopPenalty: Int?

    package init(
        name: String,
        address: MACAddress? = nil,
        isActive: Bool,
        throughputOverride: Throughput? = nil,
        elpInterval: Duration? = nil,
        hopPenalty: Int? = nil
    ) {
        self.name = name
        self.address = address
        self.isActive = isActive
        self.throughputOverride = throughputOverride
        self.elpInterval = elpInterval
        self.hopPenalty = hopPenalty
    }
}
